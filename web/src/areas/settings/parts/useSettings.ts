/** The form of a section: what is decided here, what follows the company or the platform, and the limits. */
import { useMemo } from "react";
import { adminListSettings, adminSettingsHistory } from "@/api/generated/sdk.gen";
import { refresh } from "@/api/query";
import { tell } from "@/app/messages";
import { type RecordState, useRecord } from "@/kit/form/useRecord";
import type { Loaded, SettingsSection } from "../sections";
import { useSettingsWords } from "../words";

/** A field that is undefined is not decided here. */
type Typed<V extends object> = { [K in keyof V]: V[K] | undefined };

export interface Settings<V extends object> {
  section: SettingsSection<V>;
  loaded: Loaded<V>;
  record: RecordState<Typed<V>>;
  /** What counts: what was typed, or else what is inherited. */
  shown: V;
  field: <K extends keyof V & string>(
    name: K,
    kind?: "checkbox",
  ) => ReturnType<RecordState<Typed<V>>["field"]> & { disabled: boolean };
  set: <K extends keyof V & string>(name: K, value: V[K]) => void;
  isOwn: (name: keyof V & string) => boolean;
  /** Follow the company or the platform again. */
  inherit: (name: keyof V & string) => void;
  /** What the API complained of at a path inside of a field: `zones[0].name`. */
  complaint: (path: string) => string | undefined;
}

interface Options<V extends object> {
  check?: { [K in keyof V]?: (value: V[K] | undefined) => string | null };
  saved?: (answer: Loaded<V>) => void;
}

export function useSettings<V extends object>(
  section: SettingsSection<V>,
  loaded: Loaded<V>,
  { check, saved }: Options<V> = {},
): Settings<V> {
  const t = useSettingsWords();
  const { store } = loaded;
  const values = useMemo(() => typed(section, loaded), [section, loaded]);
  const labels = useMemo(() => labelsOf(section.name, Object.keys(loaded.value), t), [section, loaded, t]);
  const record = useRecord<Typed<V>, Loaded<V>>({
    values,
    version: loaded.version,
    labels: labels as { [K in keyof V]?: string },
    ...(check ? { check: check as never } : {}),
    save: (all, version, changed) => {
      const body = section.inherits ? decided<V>(all) : (changed as Partial<V>);
      return section.save(store, body, version);
    },
    latest: async () => {
      const now = await section.get(store);
      return { values: typed(section, now), version: now.version };
    },
    saved: (answer) => {
      refresh(section.read, adminSettingsHistory, adminListSettings);
      tell(t("saved"));
      saved?.(answer);
    },
  });
  const shown = Object.fromEntries(
    Object.keys(loaded.value).map((key) => {
      const name = key as keyof V;
      const value = record.values[name];
      return [name, value === undefined ? loaded.inherited[name] : value];
    }),
  ) as V;
  return {
    section,
    loaded,
    record,
    shown,
    field: (name, kind) => ({
      ...record.field(name, kind),
      [kind === "checkbox" ? "checked" : "value"]: shown[name],
      disabled: !loaded.may_write,
    }),
    set: (name, value) => record.set(name, value as never),
    isOwn: (name) => record.values[name] !== undefined,
    inherit: (name) => record.set(name, undefined as never),
    complaint: (path) => record.problem?.fields[path],
  };
}

function typed<V extends object>(section: SettingsSection<V>, loaded: Loaded<V>): Typed<V> {
  const from: Partial<V> = section.inherits ? loaded.own : loaded.value;
  return Object.fromEntries(Object.keys(loaded.value).map((key) => [key, from[key as keyof V]])) as Typed<V>;
}

/** Pure: the fields that something was decided about. */
export function decided<V extends object>(values: Typed<V>): Partial<V> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<V>;
}

function labelsOf(
  section: string,
  names: readonly string[],
  t: ReturnType<typeof useSettingsWords>,
): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => {
      const key = `${section}.${name}`;
      return [name, t.has(key) ? t(key) : name];
    }),
  );
}
