/** Pure: whether a text can be read on a ground (WCAG 2.2, contrast ratio). */

export const LEAST = 4.5;
const COLOUR = /^#[0-9a-f]{6}$/i;

/** Between 1 (the same) and 21 (black on white); null while a colour is being typed. */
export function contrast(one: string, other: string): number | null {
  if (!COLOUR.test(one) || !COLOUR.test(other)) return null;
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const channels = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const [red = 0, green = 0, blue = 0] = channels;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
