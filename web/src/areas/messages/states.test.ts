import { expect, test } from "vitest";
import { costWords, toneOf } from "./states";

test("a state that nobody foresaw is quiet", () => {
  expect(toneOf("delivered")).toBe("good");
  expect(toneOf("elsewhere")).toBe("quiet");
});

test("a text costs less than the smallest coin", () => {
  expect(costWords(7_500, "USD", "en")).toBe("$0.0075");
  expect(costWords(800_000, "KES", "en")).toContain("0.80");
});
