/** A file as its text: see `.config/raw-plugin.ts`. */
declare module "*?raw" {
  const text: string;
  // oxlint-disable-next-line import/no-default-export -- as Vite has it
  export default text;
}
