import { expect, test } from "vitest";
import { captureOf } from "./capturing";

const payment = { amount_minor: 10_000, captured_minor: 2_500 };

test("less than is held leaves a rest", () => {
  expect(captureOf(payment, 7_000)).toEqual({ held: 7_500, rest: 500, isTooMuch: false, isPossible: true });
});

test("no more than is held, and something at all", () => {
  expect(captureOf(payment, 7_500)).toMatchObject({ rest: 0, isPossible: true });
  expect(captureOf(payment, 7_501)).toMatchObject({ isTooMuch: true, isPossible: false });
  expect(captureOf(payment, null)).toMatchObject({ rest: 7_500, isPossible: false });
  expect(captureOf(payment, 0)).toMatchObject({ isPossible: false });
});
