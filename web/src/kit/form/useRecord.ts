/**
 * The state of a form about one record: what it began from, what was typed, its version, what the API refused.
 *
 *     const record = useRecord({
 *       values: { name: product.name, price: product.price_minor },
 *       version: product.version,
 *       labels: { name: t("name"), price: t("price") },
 *       check: { name: (value) => (value ? null : t("nameNeeded")) },
 *       save: (values, version) => call(adminUpdateProduct, { path: { product: id }, body: values, version }),
 *       latest: async () => toValues(await call(adminGetProduct, { path: { product: id } })),
 *       saved: () => refresh(adminGetProduct, adminListProducts),
 *     });
 */
import { type UseFormReturnType, useForm } from "@mantine/form";
import { useCallback, useEffect, useId, useMemo, useRef, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { changedFields, compare, isSame } from "./differences";

type Checks<T> = { [K in keyof T]?: (value: T[K], values: T) => string | null };

export interface RecordOptions<T extends object, R> {
  values: T;
  /** The version that `values` are of, for records that have one. */
  version?: number;
  /** How fields are called, for the summary and the conflict. */
  labels: { [K in keyof T]?: string };
  /** Asked when a field is left and before saving. Null: fine. */
  check?: Checks<T>;
  /** `changed`: the fields that are not as at first. */
  save: (values: T, version: number | undefined, changed: Partial<T>) => Promise<R>;
  /** What is saved now, asked for after a conflict. */
  latest?: () => Promise<{ values: T; version: number }>;
  saved?: (answer: R, values: T) => void;
  /** The API's name of a field where it is not the form's: `{ price_minor: "price" }`. */
  names?: Readonly<Record<string, keyof T & string>>;
}

export interface Clash<T> {
  theirs: T;
  version: number;
  contested: (keyof T & string)[];
  merged: T;
}

export interface RecordState<T extends object> {
  id: string;
  form: UseFormReturnType<T>;
  values: T;
  /** For an input: value, onChange, onBlur, error, label, id. */
  field: <K extends keyof T & string>(name: K, kind?: "checkbox") => FieldProps;
  set: <K extends keyof T & string>(name: K, value: T[K]) => void;
  labels: { [K in keyof T]?: string };
  isDirty: boolean;
  isSaving: boolean;
  /** The refusal of the last attempt, until something is typed into the fields it names. */
  problem: Problem | null;
  clash: Clash<T> | null;
  /** Save what is typed; true when it is saved. */
  save: () => Promise<boolean>;
  /** Save over a conflict, with what was chosen. */
  resolve: (chosen: T) => Promise<boolean>;
  dropClash: () => void;
  discard: () => void;
}

/** What Mantine's inputs take: value, onChange, onBlur, error; and the id that the summary of complaints leads to. */
export type FieldProps = ReturnType<UseFormReturnType<object>["getInputProps"]> & {
  id: string;
  label: string | undefined;
};

export function useRecord<T extends object, R = unknown>(options: RecordOptions<T, R>): RecordState<T> {
  const id = useId();
  const latest = useRef(options);
  latest.current = options;
  const [base, setBase] = useState({ values: options.values, version: options.version });
  const [problem, setProblem] = useState<Problem | null>(null);
  const [clash, setClash] = useState<Clash<T> | null>(null);
  const [isSaving, setSaving] = useState(false);
  const form = useForm<T>({
    mode: "controlled",
    initialValues: options.values,
    validateInputOnBlur: true,
    clearInputErrorOnChange: true,
    validate: (values) => checked(values, latest.current.check),
  });
  const isDirty = !isSame(form.values, base.values);

  // the record was loaded anew: follow it unless somebody is in the middle of changing it
  const { values: given, version: givenVersion } = options;
  const seen = useRef({ values: given, version: givenVersion });
  useEffect(() => {
    if (isSame(given, seen.current.values) && givenVersion === seen.current.version) return;
    seen.current = { values: given, version: givenVersion };
    if (isSame(given, base.values)) setBase({ values: given, version: givenVersion });
    else if (isSame(form.values, base.values)) {
      setBase({ values: given, version: givenVersion });
      form.setInitialValues(given);
      form.setValues(given);
    }
  }, [given, givenVersion, base, form]);

  const send = useCallback(
    async (values: T, from: { values: T; version: number | undefined }): Promise<boolean> => {
      const { save, saved, latest: ask, names } = latest.current;
      setSaving(true);
      setProblem(null);
      try {
        const changed = Object.fromEntries(
          changedFields(from.values, values).map((key) => [key, values[key]]),
        );
        const answer = await save(values, from.version, changed as Partial<T>);
        const version = versionIn(answer) ?? from.version;
        setBase({ values, version });
        form.setInitialValues(values);
        form.setValues(values);
        setClash(null);
        saved?.(answer, values);
        return true;
      } catch (error) {
        const refused = asProblem(error);
        if (refused.status === 412 && ask !== undefined) {
          const now = await ask();
          setClash({ theirs: now.values, version: now.version, ...compare(from.values, values, now.values) });
          return false;
        }
        form.setErrors(errorsFor(refused, values, names));
        setProblem(refused);
        return false;
      } finally {
        setSaving(false);
      }
    },
    [form],
  );

  const save = useCallback(async () => {
    if (form.validate().hasErrors) return false;
    return send(form.values, base);
  }, [form, base, send]);

  return useMemo(
    () => ({
      id,
      form,
      values: form.values,
      field: (name, kind) => ({
        ...form.getInputProps(name, kind === undefined ? {} : { type: kind }),
        id: fieldId(id, name),
        label: latest.current.labels[name],
      }),
      set: (name, value) => form.setFieldValue(name as never, value as never),
      labels: latest.current.labels,
      isDirty,
      isSaving,
      problem,
      clash,
      save,
      resolve: async (chosen) => {
        if (clash === null) return false;
        form.setValues(chosen);
        return send(chosen, { values: clash.theirs, version: clash.version });
      },
      dropClash: () => setClash(null),
      discard: () => {
        form.setValues(base.values);
        form.clearErrors();
        setProblem(null);
      },
    }),
    [id, form, isDirty, isSaving, problem, clash, save, send, base],
  );
}

export function fieldId(form: string, name: string): string {
  return `${form}-${name}`;
}

function checked<T extends object>(values: T, checks: Checks<T> | undefined): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const key of Object.keys(checks ?? {}) as (keyof T & string)[]) {
    const complaint = checks?.[key]?.(values[key], values);
    if (complaint) errors[key] = complaint;
  }
  return errors;
}

/** Pure: the API's complaints by the form's names; `options[0].name` belongs to `options`. */
export function errorsFor<T extends object>(
  problem: Problem,
  values: T,
  names: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const [path, said] of Object.entries(problem.fields)) {
    const top = path.split(/[.[]/, 1)[0] ?? path;
    const name = names[path] ?? names[top] ?? (path in values ? path : top);
    if (name in values) errors[name] = said;
  }
  return errors;
}

function versionIn(answer: unknown): number | undefined {
  const version = (answer as { version?: unknown } | null)?.version;
  return typeof version === "number" ? version : undefined;
}
