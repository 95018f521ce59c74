const css = String.raw;

/** The colours, by role. Text has 4.5:1 against each ground it stands on, edges of controls 3:1, in both schemes. */
export const colours = css`
  :root {
    color-scheme: light dark;
    --ground: #f5f4f0;
    --surface: #ffffff;
    --sunken: #eeece6;
    --text: #1c1f1d;
    --quiet: #585e5a;
    --line: #dbd8cf;
    --edge: #7f847e;
    --accent: #0b6655;
    --accent-strong: #084d40;
    --on-accent: #ffffff;
    --bad: #9f2418;
    --bad-ground: #fcf0ed;
    --bad-line: #e5b4aa;
    --good: #1d673c;
    --ask: #7a4d00;
    --ask-ground: #fdf4e0;
    --ask-line: #e4cc93;
  }
  @media (prefers-color-scheme: dark) {
    :root {
      --ground: #141615;
      --surface: #1d201f;
      --sunken: #272b29;
      --text: #e8ebe8;
      --quiet: #a7afaa;
      --line: #343a37;
      --edge: #7f8882;
      --accent: #74d5bd;
      --accent-strong: #9fe6d3;
      --on-accent: #06241d;
      --bad: #ffa599;
      --bad-ground: #30211f;
      --bad-line: #6d3a33;
      --good: #86d9a2;
      --ask: #f0c673;
      --ask-ground: #2f2817;
      --ask-line: #5f5028;
    }
  }
`;
