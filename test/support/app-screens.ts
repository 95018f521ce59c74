import { readFileSync, writeFileSync } from "node:fs";
import type { Browser } from "playwright-core";

interface Screen {
  readonly caption: string;
  readonly path: URL | string;
  /** How many screens the picture has side by side; the first is used. */
  readonly columns: number;
}

/** Puts screens of the apps side by side in one picture, each with what it shows. */
export async function drawAppScreens(
  browser: Browser,
  screens: readonly Screen[],
  target: URL,
): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 900, height: 490 }, deviceScaleFactor: 1.5 });
  const figures = screens.map(({ caption, path, columns }) => {
    const size = `${columns * 100}% auto`;
    const data = readFileSync(path).toString("base64");
    return `<figure><div style="--size:${size};background-image:url(data:image/png;base64,${data})"></div><figcaption>${caption}</figcaption></figure>`;
  });
  await page.setContent(`<style>
    body { margin: 0; padding: 16px; display: flex; gap: 16px; background: #eef0f3; font: 13px sans-serif; color: #30363d; }
    figure { margin: 0; flex: 1; text-align: center; }
    div { height: 408px; background: left top / var(--size) no-repeat; border-radius: 14px; border: 1px solid #c4cad1; width: 204px; margin: 0 auto 10px; }
  </style>${figures.join("")}`);
  writeFileSync(target, await page.screenshot());
  await page.close();
}
