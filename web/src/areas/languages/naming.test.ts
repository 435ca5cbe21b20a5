import { expect, test } from "vitest";
import { translator } from "@/app/words";
import { fieldName, languageName, partsOf, percent } from "./naming";
import en from "./words.en";

const t = translator(en, "en");

test("a field is called by what it is part of", () => {
  expect(fieldName(t, "title")).toBe("Title");
  expect(fieldName(t, "options/Size~1fit")).toBe("Option “Size/fit”");
  expect(fieldName(t, "options/Size/S")).toBe("Size: S");
  expect(fieldName(t, "choices/a~0b")).toBe("Choice “a~b”");
  expect(partsOf("attributes/care")).toEqual(["attributes", "care"]);
});

test("what is outdated is not done, and only all of it is a hundred", () => {
  expect(percent([])).toBe(100);
  expect(percent([{ texts: 200, translated: 199, outdated: 0 }])).toBe(99);
  expect(percent([{ texts: 4, translated: 4, outdated: 2 }])).toBe(50);
});

test("a language has a name, or its tag", () => {
  expect(languageName("fr", "en")).toBe("French");
  expect(languageName("not a tag", "en")).toBe("not a tag");
});
