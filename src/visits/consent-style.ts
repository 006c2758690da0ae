/** The style of the question in other sites' pages: its own, in the light and in the dark, whatever the page's is. */

export const consentStyle = `:host{all:initial;--ink:#1d2520;--line:#8a938d;--ground:#fff;--pine:#1f5c44;font:15px/1.4 system-ui,sans-serif;color:var(--ink)}
@media(prefers-color-scheme:dark){:host{--ink:#e4eae6;--line:#7c8780;--ground:#161b18;--pine:#8cc7ab}}
*{box-sizing:border-box}
section,.corner{position:fixed;bottom:0;left:0;z-index:2147483646;background:var(--ground);border:1px solid var(--line)}
section{right:0;max-height:100vh;overflow:auto;padding:4px 12px;border-width:1px 0 0;font-size:14px;line-height:1.2}
section>div,section>p,section>h2{max-width:900px;margin:0 auto 3px}
section>:last-child{margin-bottom:0}
.panel{max-height:85vh;padding:16px;font-size:15px}
.acts{display:flex;flex-wrap:wrap;gap:8px}
.acts button{flex:1 1 140px}
button{font:inherit;min-height:44px;padding:4px 12px;border:1px solid var(--pine);border-radius:5px;background:var(--pine);color:var(--ground);font-weight:600;cursor:pointer}
.plain{min-height:24px;padding:0 2px;border:0;background:none;color:var(--pine);text-decoration:underline}
.corner{display:flex;gap:4px;padding:2px 6px;border-radius:0 5px 0 0;border-width:1px 1px 0 0;font-size:14px}
.corner .plain{min-height:32px;padding:0 6px;font-weight:400}
:focus-visible{outline:3px solid var(--pine);outline-offset:2px}
h2{font-size:18px}
fieldset{margin:0 0 8px;padding:8px 12px;border:1px solid var(--line);border-radius:5px}
legend{padding:0 4px;font-weight:600}
label{display:flex;align-items:center;gap:8px;min-height:32px;cursor:pointer}
input{width:20px;height:20px;margin:0;flex:none;accent-color:var(--pine)}
summary{min-height:24px;cursor:pointer}
ul{margin:4px 0;padding-left:20px}
li{overflow-wrap:anywhere;margin-bottom:4px}
a{color:var(--pine)}
p:empty{display:none}
small{font-size:14px}`
