import { act, renderHook } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { Problem } from "@/api/problem";
import { type RecordOptions, useRecord } from "./useRecord";

interface Values {
  name: string;
  price: number;
}

const first: Values = { name: "Carrots", price: 260 };

function opened(more: Partial<RecordOptions<Values, unknown>> = {}) {
  const save = vi.fn(async (): Promise<unknown> => ({ version: 4 }));
  const hook = renderHook(
    (props: Partial<RecordOptions<Values, unknown>>) =>
      useRecord<Values, unknown>({ values: first, version: 3, labels: {}, save, ...more, ...props }),
    { initialProps: {} },
  );
  return { save, hook, now: () => hook.result.current };
}

test("only what was changed is told, with the version that it was made from", async () => {
  const { now, save } = opened();
  act(() => now().set("price", 300));
  expect(now().isDirty).toBe(true);
  await act(() => now().save());
  expect(save).toHaveBeenCalledWith({ name: "Carrots", price: 300 }, 3, { price: 300 });
  expect(now().isDirty).toBe(false);
});

test("the next save is made from the version that the last one answered", async () => {
  const { now, save } = opened();
  act(() => now().set("price", 300));
  await act(() => now().save());
  act(() => now().set("price", 310));
  await act(() => now().save());
  expect(save).toHaveBeenLastCalledWith({ name: "Carrots", price: 310 }, 4, { price: 310 });
});

test("a refusal keeps what was typed and stands beside its field", async () => {
  const refused = new Problem(422, {
    code: "InvalidInput",
    title: "No",
    errors: { price_minor: "too small" },
  });
  const { now } = opened({
    save: vi.fn(async () => Promise.reject(refused)),
    names: { price_minor: "price" },
  });
  act(() => now().set("price", -1));
  await act(() => now().save());
  expect(now().values.price).toBe(-1);
  expect(now().isDirty).toBe(true);
  expect(now().form.errors.price).toBe("too small");
  expect(now().problem).toBe(refused);
});

test("what does not pass the check is not sent", async () => {
  const { now, save } = opened({ check: { name: (name) => (name ? null : "needed") } });
  act(() => now().set("name", ""));
  await act(() => now().save());
  expect(save).not.toHaveBeenCalled();
  expect(now().form.errors.name).toBe("needed");
});

test("somebody else was faster: both versions are shown, and the choice is saved over theirs", async () => {
  const theirs: Values = { name: "Nantes carrots", price: 280 };
  const save = vi
    .fn<(values: Values, version?: number) => Promise<unknown>>()
    .mockRejectedValueOnce(new Problem(412, { code: "VersionConflict", title: "Changed" }))
    .mockResolvedValueOnce({ version: 8 });
  const { now } = opened({ save, latest: async () => ({ values: theirs, version: 7 }) });
  act(() => now().set("price", 300));
  await act(() => now().save());
  expect(now().clash).toMatchObject({
    theirs,
    version: 7,
    contested: ["price"],
    merged: { name: "Nantes carrots", price: 300 },
  });
  await act(() => now().resolve({ name: "Nantes carrots", price: 300 }));
  expect(save).toHaveBeenLastCalledWith({ name: "Nantes carrots", price: 300 }, 7, { price: 300 });
  expect(now().clash).toBeNull();
  expect(now().isDirty).toBe(false);
});

test("a record that is loaded anew is followed, unless somebody is changing it", () => {
  const { now, hook } = opened();
  const newer = { name: "Beetroot", price: 200 };
  hook.rerender({ values: newer, version: 4 });
  expect(now().values).toEqual(newer);
  act(() => now().set("price", 1));
  hook.rerender({ values: { name: "Radish", price: 100 }, version: 5 });
  expect(now().values).toEqual({ name: "Beetroot", price: 1 });
});

test("after saving, the old answer that is still on the screen takes nothing back", async () => {
  const { now, hook } = opened();
  act(() => now().set("name", "Red carrots"));
  await act(() => now().save());
  hook.rerender({ values: { ...first }, version: 3 });
  expect(now().values.name).toBe("Red carrots");
});

test("discarding goes back to what is saved", () => {
  const { now } = opened();
  act(() => now().set("name", "x"));
  act(() => now().discard());
  expect(now().values).toEqual(first);
  expect(now().isDirty).toBe(false);
});
