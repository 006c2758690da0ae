/** The second half of a language, as vite.config.ts cuts it. */
declare module '*.json?further' {
  const texts: object
  export default texts
}
