// What scripts say, in the reader's language: English is the key, and values stand at {0}, {1}, ...
// The page brings the texts in a block where it is not English.
const block = document.getElementById("texts");
const texts = block ? JSON.parse(block.textContent) : {};

export const language = document.documentElement.lang;

export function t(english, ...values) {
  return (texts[english] ?? english).replace(/\{(\d+)\}/g, (_, place) => values[place]);
}

/** A number as the reader writes it. */
export const count = value => value.toLocaleString(language);
