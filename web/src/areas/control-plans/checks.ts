/** What the two forms of a version share: names of fields and what is checked before it is sent. */
import { isCount, readPolicies, type VersionValues } from "./versionForm";
import type { useControlPlanWords } from "./words";

type Words = ReturnType<typeof useControlPlanWords>;

export function labelsOf(t: Words) {
  return {
    name_en: t("nameEn"),
    name_fr: t("nameFr"),
    about_en: t("aboutEn"),
    about_fr: t("aboutFr"),
    price: t("price"),
    currency: t("currency"),
    trial_days: t("trialDays"),
    limits: t("limits"),
    features: t("features"),
    policies: t("policies"),
  };
}

export function checksOf(t: Words) {
  return {
    name_en: (value: string) => (value.trim() ? null : t("needed")),
    currency: (value: string) => (/^[A-Za-z]{3}$/.test(value.trim()) ? null : t("currencyWrong")),
    trial_days: (value: string) => (isCount(value) ? null : t("notACount")),
    limits: (value: VersionValues["limits"]) => (Object.values(value).every(isCount) ? null : t("notACount")),
    policies: (value: string) => (readPolicies(value) === null ? t("policiesWrong") : null),
  };
}
