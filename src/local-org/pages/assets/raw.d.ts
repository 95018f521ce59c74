/** A file as its text: Vite's `?raw`, which `.config/raw-plugin.ts` gives to the bundler. */
declare module "*?raw" {
  const text: string;
  // oxlint-disable-next-line import/no-default-export -- as Vite has it
  export default text;
}
