/** Latin letters that Unicode does not decompose, as they are usually written in ASCII. */
const latin: Readonly<Record<string, string>> = {
  ß: "ss",
  ẞ: "SS",
  æ: "ae",
  Æ: "AE",
  œ: "oe",
  Œ: "OE",
  ø: "o",
  Ø: "O",
  đ: "d",
  Đ: "D",
  ð: "d",
  Ð: "D",
  þ: "th",
  Þ: "Th",
  ł: "l",
  Ł: "L",
  ħ: "h",
  Ħ: "H",
  ı: "i",
  ŋ: "ng",
  Ŋ: "NG",
};
const undecomposed = new RegExp(`[${Object.keys(latin).join("")}]`, "gu");

/** The ASCII words in a text: accents are dropped (`Café №1` is `Cafe`, `No1`), other scripts leave nothing. */
export function listAsciiWords(text: string): string[] {
  const plain = text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(undecomposed, (letter) => latin[letter] ?? "")
    .replace(/['\u2018\u2019]/gu, "");
  return plain.match(/[A-Za-z\d]+/gu) ?? [];
}
