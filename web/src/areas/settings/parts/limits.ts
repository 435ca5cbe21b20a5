/** The platform's limits, as inputs take them and as people read them. */
import type { Loaded } from "../sections";
import type { SettingsWords } from "../words";

interface Bounds {
  min?: number;
  max?: number;
  description?: string;
  allowDecimal: false;
  clampBehavior: "none";
}

/** For a `NumberInput`: what may be typed is said, not cut off. */
export function bounds<V>(loaded: Loaded<V>, field: keyof V & string, t: SettingsWords): Bounds {
  const limit = loaded.limits[field];
  const least = limit?.least ?? undefined;
  const most = limit?.most ?? undefined;
  return {
    ...(least === undefined ? {} : { min: least }),
    ...(most === undefined ? {} : { max: most }),
    ...(least !== undefined && most !== undefined ? { description: t("between", { least, most }) } : {}),
    allowDecimal: false,
    clampBehavior: "none",
  };
}

/** Of all choices those that the platform allows. */
export function allowed<V, C extends string>(
  loaded: Loaded<V>,
  field: string,
  choices: readonly C[],
): readonly C[] {
  const among = loaded.limits[field]?.among;
  return among ? choices.filter((choice) => among.includes(choice)) : choices;
}
