import { describe, expect, test } from "vitest";
import { readMoney, readNumber, readWeight, writeMoney, writeNumber, writeWeight } from "./read";

describe("numbers as people write them", () => {
  test.each([
    ["12500", 0, 12500],
    ["12.500", 0, 12500],
    ["12,500", 0, 12500],
    ["1 250 000", 0, 1250000],
    ["12,5", 2, 1250],
    ["12.50", 2, 1250],
    ["12.500", 2, 1250000],
    ["1.250,75", 2, 125075],
    ["1,250.75", 2, 125075],
    ["1'250.75", 2, 125075],
    ["1.250.000", 2, 125000000],
    ["0,500", 3, 500],
    ["0.5", 3, 500],
    [",5", 2, 50],
    ["-3", 0, -3],
    ["1,200", 3, 1200],
  ])("%s at %i digits", (text, digits, steps) => {
    expect(readNumber(text, digits)).toBe(steps);
  });

  test.each([
    ["", 2],
    ["abc", 2],
    ["1.2.3", 2],
    ["1,2,3.4", 2],
    ["12.3456", 2],
    ["1e5", 2],
    ["99999999999999999999", 0],
  ])("%s at %i digits is none", (text, digits) => {
    expect(readNumber(text, digits)).toBeNull();
  });
});

test("what is written is read back the same", () => {
  for (const language of ["en", "fr"]) {
    for (const minor of [0, 1, 99, 100, 12500, 1234567, -250]) {
      expect(readMoney(writeMoney(language, minor, "EUR"), "EUR")).toBe(minor);
      expect(readMoney(writeMoney(language, minor, "XOF"), "XOF")).toBe(minor);
      expect(readNumber(writeNumber(language, minor, 2), 2)).toBe(minor);
    }
    for (const grams of [0, 5, 250, 999, 1000, 1250, 12345])
      expect(readWeight(writeWeight(language, grams))).toBe(grams);
  }
});

test("amounts may carry their currency", () => {
  expect(readMoney("12.500 F CFA", "XOF")).toBe(12500);
  expect(readMoney("€ 12,50", "EUR")).toBe(1250);
});

test("weights carry their unit", () => {
  expect(readWeight("1,25 kg")).toBe(1250);
  expect(readWeight("250 g")).toBe(250);
  expect(readWeight("250g")).toBe(250);
  expect(readWeight("2")).toBe(2000);
  expect(readWeight("2", "g")).toBe(2);
  expect(readWeight("1 lb")).toBe(454);
  expect(readWeight("3 stones")).toBeNull();
});
