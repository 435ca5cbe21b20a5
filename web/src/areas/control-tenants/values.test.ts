import { expect, test } from "vitest";
import { nameIn, reasonOf, statusOf } from "./values";

test("what is unknown is read as the plainest", () => {
  expect(statusOf("trial")).toBe("trial");
  expect(statusOf("frozen")).toBe("active");
  expect(reasonOf("risk")).toBe("risk");
  expect(reasonOf("whim")).toBe("other");
});

test("a name in the language that is spoken, or another", () => {
  expect(nameIn({ en: "Small", fr: "Petite" }, "fr")).toBe("Petite");
  expect(nameIn({ en: "Small" }, "fr")).toBe("Small");
  expect(nameIn({ de: "Klein" }, "fr")).toBe("Klein");
  expect(nameIn({}, "fr")).toBe("");
});
