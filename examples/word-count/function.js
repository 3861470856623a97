// Counts the words of a text, the most frequent first. An ES module.
export const handler = async ({ text }) => {
  const counts = new Map();
  for (const [word] of text.toLowerCase().matchAll(/\p{L}+/gu)) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  console.info('counted', counts);
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
};
