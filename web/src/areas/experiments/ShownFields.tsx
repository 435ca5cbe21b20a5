import { Checkbox, MultiSelect, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { adminListExperimentPriceLists } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { useStoreOf } from "@/app/store";
import { useLanguage } from "@/app/words";
import { RECOMMENDED, SORTS } from "./states";
import type { Recommended, Values, VariantValues } from "./values";
import { useExperimentWords } from "./words";

interface ShownFieldsProps {
  values: Values;
  variant: VariantValues;
  isFixed: boolean;
  change: (next: Partial<VariantValues>) => void;
}

/** What the visitors of a variant see instead. */
export function ShownFields(props: ShownFieldsProps) {
  const t = useExperimentWords();
  const { values, variant, isFixed, change } = props;
  if (values.kind === "banner") return <BannerFields {...props} />;
  if (values.kind === "price") return <PriceFields {...props} />;
  if (values.kind === "ranking") {
    const labels = {
      best: t("best"),
      newest: t("newest"),
      price: t("priceUp"),
      price_desc: t("priceDown"),
      title: t("byTitle"),
    };
    return (
      <Select
        label={t("sort")}
        placeholder={t("sortAs")}
        data={SORTS.map((value) => ({ value, label: labels[value] }))}
        value={variant.sort || null}
        disabled={isFixed}
        onChange={(sort) => change({ sort: (sort ?? "") as VariantValues["sort"] })}
      />
    );
  }
  return (
    <Checkbox.Group
      label={t("kinds")}
      description={t("kindsHelp")}
      value={variant.kinds ?? [...RECOMMENDED]}
      onChange={(kinds) =>
        change({ kinds: RECOMMENDED.filter((one) => kinds.includes(one)) as Recommended[] })
      }
    >
      <Stack gap={8} mt={8}>
        {RECOMMENDED.map((value) => (
          <Checkbox
            key={value}
            value={value}
            label={t(value === "best" ? "bestKind" : value)}
            disabled={isFixed}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

function BannerFields({ values, variant, isFixed, change }: ShownFieldsProps) {
  const t = useExperimentWords();
  const spoken = useLanguage();
  const store = useStoreOf(values.store);
  const names = new Intl.DisplayNames([spoken], { type: "language" });
  const locales = store && store.locales.length > 0 ? store.locales : ["en"];
  return (
    <Stack gap="sm">
      {locales.map((locale) => {
        const language = names.of(locale) ?? locale;
        return (
          <Stack key={locale} gap="xs">
            <TextInput
              label={t("announcement", { language })}
              maxLength={500}
              value={variant.announcement[locale] ?? ""}
              disabled={isFixed}
              onChange={(event) =>
                change({ announcement: { ...variant.announcement, [locale]: event.currentTarget.value } })
              }
            />
            <TextInput
              label={t("bannerTitle", { language })}
              maxLength={500}
              value={variant.title[locale] ?? ""}
              disabled={isFixed}
              onChange={(event) =>
                change({ title: { ...variant.title, [locale]: event.currentTarget.value } })
              }
            />
            <Textarea
              label={t("bannerText", { language })}
              maxLength={500}
              autosize
              minRows={1}
              value={variant.text[locale] ?? ""}
              disabled={isFixed}
              onChange={(event) => change({ text: { ...variant.text, [locale]: event.currentTarget.value } })}
            />
          </Stack>
        );
      })}
      <Text size="xs" c="dimmed">
        {t("emptyStays")}
      </Text>
    </Stack>
  );
}

function PriceFields({ values, variant, isFixed, change }: ShownFieldsProps) {
  const t = useExperimentWords();
  const lists = useRead(
    adminListExperimentPriceLists,
    { query: { store: values.store } },
    { enabled: values.store !== "" },
  );
  const chosenElsewhere = new Set(
    values.variants.filter((one) => one !== variant).flatMap((one) => one.lists),
  );
  const free = (lists.data ?? []).filter(
    (list) => variant.lists.includes(list.id) || (!list.taken_by && !chosenElsewhere.has(list.id)),
  );
  if (lists.data && lists.data.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("noPriceLists")}
      </Text>
    );
  }
  return (
    <MultiSelect
      label={t("priceLists")}
      description={t("priceListsHelp")}
      data={free.map((list) => ({ value: list.id, label: `${list.name} (${list.currency})` }))}
      value={variant.lists}
      disabled={isFixed}
      searchable
      onChange={(chosen) => change({ lists: chosen })}
    />
  );
}
