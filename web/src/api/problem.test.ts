import { expect, test } from "vitest";
import { errorsFor } from "../kit/form/useRecord";
import { asProblem, Problem, unreachable } from "./problem";

const refused = new Problem(422, {
  code: "InvalidInput",
  title: "Some of what was sent is not valid",
  request_id: "abc",
  errors: { price_minor: "too small", "options[0].name": "empty", nowhere: "?" },
});

test("a problem tells code, sentence, fields and reference", () => {
  expect(refused.code).toBe("InvalidInput");
  expect(refused.reference).toBe("abc");
  expect(refused.fields.price_minor).toBe("too small");
  expect(refused.isConflict).toBe(false);
  expect(new Problem(412, {}).isConflict).toBe(true);
});

test("only what passes by itself is asked again", () => {
  expect([
    unreachable().isPassing,
    new Problem(503, {}).isPassing,
    new Problem(500, {}).isPassing,
    refused.isPassing,
  ]).toEqual([true, true, false, false]);
});

test("any error becomes a problem", () => {
  expect(asProblem(new Error("boom")).title).toBe("boom");
  expect(asProblem(refused)).toBe(refused);
});

test("complaints find the form's fields, also inside of lists and under other names", () => {
  expect(errorsFor(refused, { price: 1, options: [] }, { price_minor: "price" })).toEqual({
    price: "too small",
    options: "empty",
  });
});
