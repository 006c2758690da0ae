/** What a PDF says of itself in XMP agrees with its title and dates, and names both standards that it is built by. */

/** What is needed of pdfkit's document. */
interface Described {
  appendXML: (xml: string, newLine?: boolean) => void
}

/** PDF/A knows no property that it is not told of, so PDF/UA's own comes with its description (ISO 19005-2, 6.6.2.3). */
const accessible = `
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
  <pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
  <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
      <pdfaProperty:name>part</pdfaProperty:name>
      <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
      <pdfaProperty:category>internal</pdfaProperty:category>
      <pdfaProperty:description>The part of ISO 14289 that the file follows</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
  </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>`

const escaped = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** Before the document ends. `texts` are its title and author as they stand in its information. */
export function describePaper(paper: Described, texts: readonly string[], at: Date): void {
  const append = paper.appendXML.bind(paper)
  // pdfkit 0.20 puts them into the XML as they stand.
  paper.appendXML = (xml, newLine) =>
    append(
      texts.reduce((all, words) => all.replaceAll(`>${words}<`, () => `>${escaped(words)}<`), xml),
      newLine,
    )
  append(`${accessible}
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
  <xmp:ModifyDate>${at.toISOString().slice(0, 19)}Z</xmp:ModifyDate>
</rdf:Description>`)
}
