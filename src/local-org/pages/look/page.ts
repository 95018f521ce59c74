const css = String.raw;

/** Type, the frame around every page, and words in it. Sizes are in rem, so that they follow the reader's own. */
export const page = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  html {
    -webkit-text-size-adjust: 100%;
    text-size-adjust: 100%;
  }
  body {
    margin: 0;
    min-height: 100vh;
    min-height: 100dvh;
    display: flex;
    flex-direction: column;
    background: var(--ground);
    color: var(--text);
    font:
      1rem/1.5 system-ui,
      -apple-system,
      "Segoe UI",
      Roboto,
      "Noto Sans",
      "Liberation Sans",
      sans-serif;
    overflow-wrap: anywhere;
  }
  header,
  footer {
    width: 100%;
    max-width: 66rem;
    margin: 0 auto;
    padding: 0.75rem 1.25rem;
  }
  main {
    flex: 1;
    width: 100%;
    max-width: 66rem;
    margin: 0 auto;
    padding: 1rem 1.25rem 3rem;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 1rem;
  }
  .mark {
    display: inline-flex;
    align-items: center;
    gap: 0.5rem;
    min-height: 2.75rem;
    margin-right: auto;
    color: inherit;
    font-weight: 600;
    text-decoration: none;
  }
  .mark svg {
    width: 1.375rem;
    height: 1.375rem;
    color: var(--accent);
  }
  nav ul {
    display: flex;
    flex-wrap: wrap;
    margin: 0 -0.75rem;
    padding: 0;
    list-style: none;
  }
  nav a {
    display: flex;
    align-items: center;
    min-height: 2.75rem;
    padding: 0 0.75rem;
    border-radius: 0.375rem;
    color: var(--quiet);
    text-decoration: none;
  }
  nav a:hover {
    color: var(--text);
    background: var(--sunken);
  }
  nav a[aria-current] {
    color: var(--text);
    font-weight: 600;
    text-decoration: underline;
    text-decoration-color: var(--accent);
    text-decoration-thickness: 0.125rem;
    text-underline-offset: 0.5rem;
  }
  footer {
    color: var(--quiet);
    font-size: 0.875rem;
  }
  footer p {
    max-width: none;
    margin: 0;
    padding-top: 0.75rem;
    border-top: 1px solid var(--line);
  }
  h1 {
    margin: 0 0 0.5rem;
    font-size: 1.625rem;
    line-height: 1.25;
    font-weight: 650;
    letter-spacing: -0.012em;
    text-wrap: balance;
  }
  h2 {
    margin: 2.25rem 0 0.5rem;
    font-size: 1.125rem;
    line-height: 1.35;
    font-weight: 650;
  }
  p {
    margin: 0 0 1rem;
    max-width: 68ch;
  }
  a {
    color: var(--accent);
    text-underline-offset: 0.2em;
  }
  a:hover {
    color: var(--accent-strong);
  }
  code,
  kbd,
  .code {
    font-family: ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
    font-size: 0.9em;
  }
  code {
    padding: 0.1em 0.3em;
    -webkit-box-decoration-break: clone;
    box-decoration-break: clone;
    border-radius: 0.25rem;
    background: var(--sunken);
  }
  .word {
    white-space: nowrap;
  }
  .lead,
  .quiet {
    color: var(--quiet);
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  [hidden] {
    display: none !important;
  }
  :focus-visible {
    outline: 0.1875rem solid var(--accent);
    outline-offset: 0.125rem;
  }
  [tabindex="-1"]:focus {
    outline: none;
  }
  .skip {
    position: absolute;
    top: -4rem;
    left: 1rem;
    padding: 0.5rem 1rem;
    background: var(--surface);
  }
  .skip:focus {
    top: 0.5rem;
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      animation: none !important;
      transition: none !important;
      scroll-behavior: auto !important;
    }
  }
`;
