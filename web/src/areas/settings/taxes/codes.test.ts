import { expect, test } from "vitest";
import { read, written } from "./codes";

test("what is written is read again", () => {
  const codes = { clothing: "20010", food: "40030" };
  expect(read(written(codes))).toEqual(codes);
  expect(read("")).toEqual({});
  expect(read(" clothing=20010 \n\n")).toEqual({ clothing: "20010" });
});

test("a line of another form is none", () => {
  expect(read("clothing 20010")).toBeNull();
  expect(read("clothing =")).toBeNull();
  expect(read("a = b = c")).toBeNull();
});
