/** The form of an experiment, new or known. */
import { call } from "@/api/call";
import {
  adminCreateExperiment,
  adminGetExperiment,
  adminGetExperimentResult,
  adminListExperiments,
  adminUpdateExperiment,
} from "@/api/generated/sdk.gen";
import type { Experiment } from "@/api/generated/types.gen";
import { refresh } from "@/api/query";
import { useGo } from "@/app/here";
import { tell } from "@/app/messages";
import { type RecordState, useRecord } from "@/kit/form/useRecord";
import { fresh, inputOf, sumOf, type Values, type VariantValues, valuesOf } from "./values";
import { useExperimentWords } from "./words";

const NAMES = {
  store_id: "store",
  least_percent: "least",
  starts_at: "starts",
  ends_at: "ends",
  ...Object.fromEntries(
    [0, 1, 2, 3, 4].flatMap((place) =>
      ["shown", "name", "share", "price_list_ids"].map((part) => [`variants.${place}.${part}`, "variants"]),
    ),
  ),
} as Readonly<Record<string, keyof Values & string>>;

export function refreshExperiments(): void {
  refresh(adminListExperiments, adminGetExperiment, adminGetExperimentResult);
}

/** `known`: the experiment that is changed; without it a new one for `store`. */
export function useExperimentForm(store: string, known?: Experiment): RecordState<Values> {
  const t = useExperimentWords();
  const go = useGo();
  return useRecord<Values, Experiment>({
    values: known ? valuesOf(known) : fresh(store),
    ...(known ? { version: known.version } : {}),
    names: NAMES,
    labels: {
      store: t("store"),
      name: t("name"),
      hypothesis: t("hypothesis"),
      kind: t("kind"),
      measure: t("measure"),
      least: t("least"),
      variants: t("variants"),
      guards: t("guards"),
      audience: t("audience"),
      starts: t("startsAt"),
      ends: t("endsAt"),
    },
    check: {
      name: (name: string) => (name.trim() ? null : t("nameNeeded")),
      variants: (variants: VariantValues[]) =>
        sumOf(variants) === 100 ? null : t("sharesWrong", { sum: sumOf(variants) }),
    },
    save: (values, version) =>
      known
        ? call(adminUpdateExperiment, {
            path: { experiment: known.id },
            body: inputOf(values, known),
            version: version ?? known.version,
          })
        : call(adminCreateExperiment, { body: inputOf(values) }),
    ...(known
      ? {
          latest: async () => {
            const now = await call(adminGetExperiment, { path: { experiment: known.id } });
            return { values: valuesOf(now), version: now.version };
          },
        }
      : {}),
    saved: (answer) => {
      tell(t(known ? "saved" : "created"));
      refreshExperiments();
      go(`/experiments/${answer.id}`, { replace: true, force: true });
    },
  });
}
