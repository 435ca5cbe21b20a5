import { expect, test } from "vitest";
import { windowAt } from "./useRowWindow";

const HEIGHT = 44;

test("what is in sight is always drawn, with some to spare, and no more than that", () => {
  const [inSight, count] = [15, 100_000];
  for (const top of [0, 1, 350, 5_000, 123_456, count * HEIGHT - inSight * HEIGHT, count * HEIGHT]) {
    const { first, last } = windowAt(top, inSight, count, HEIGHT);
    const [topRow, bottomRow] = [
      Math.floor(top / HEIGHT),
      Math.min(count - 1, Math.ceil(top / HEIGHT) + inSight),
    ];
    expect(first).toBeLessThanOrEqual(Math.min(topRow, count - 1));
    expect(last).toBeGreaterThanOrEqual(bottomRow);
    expect(last - first).toBeLessThan(inSight + 60);
  }
});

test("short lists are drawn whole, empty ones not at all", () => {
  expect(windowAt(0, 15, 5, HEIGHT)).toEqual({ first: 0, last: 4 });
  expect(windowAt(0, 15, 0, HEIGHT)).toEqual({ first: 0, last: -1 });
});

test("scrolling by less than a block draws nothing anew", () => {
  expect(windowAt(8 * HEIGHT, 15, 1000, HEIGHT)).toEqual(windowAt(15 * HEIGHT, 15, 1000, HEIGHT));
});
