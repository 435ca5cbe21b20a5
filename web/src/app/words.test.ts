import { expect, test } from "vitest";
import { translator, wordOf } from "./words";

const words = {
  hello: "Hello {name}, {missing}",
  found: { one: "{count} order", other: "{count} orders" },
};

test("values take their place, what is not given stays", () => {
  expect(translator(words, "en")("hello", { name: "Awa" })).toBe("Hello Awa, {missing}");
});

test("the count chooses the plural of the language and is written in it", () => {
  const t = translator(words, "en");
  expect([t("found", { count: 0 }), t("found", { count: 1 }), t("found", { count: 1234 })]).toEqual([
    "0 orders",
    "1 order",
    "1,234 orders",
  ]);
  expect(translator(words, "fr")("found", { count: 0 })).toBe("0 order");
});

test("keys that come from data can be asked for", () => {
  const t = translator(words, "en");
  expect([t.has("found"), t.has("lost")]).toEqual([true, false]);
});

test("a name of the API that nobody worded yet says itself", () => {
  const t = translator({ state_near: "nearly full" }, "en");
  expect([wordOf(t, "state", "near"), wordOf(t, "state", "far_away")]).toEqual(["nearly full", "far away"]);
});
