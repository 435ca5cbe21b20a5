import { Checkbox, Stack, TextInput } from "@mantine/core";
import { useStoreOf } from "@/app/store";
import { useLanguage } from "@/app/words";
import type { RecordState } from "@/kit/form/useRecord";
import { Section } from "@/kit/Section";
import type { Texts, Values } from "./values";
import { useSaleWords } from "./words";

const NOTHING: Texts = { banner_title: "", banner_text: "" };

/** What shoppers read on every page while the event runs, in each language of the store. */
export function Banner({ record, disabled }: { record: RecordState<Values>; disabled: boolean }) {
  const t = useSaleWords();
  const spoken = useLanguage();
  const store = useStoreOf(record.values.store_id);
  const { translations, has_banner } = record.values;
  const names = new Intl.DisplayNames([spoken], { type: "language" });
  const others = (store?.locales ?? []).filter((tag) => tag !== store?.default_locale);
  const say = (tag: string, said: Partial<Texts>) =>
    record.set("translations", {
      ...translations,
      [tag]: { ...(translations[tag] ?? NOTHING), ...said },
    });
  return (
    <Section title={t("banner")}>
      <Stack>
        <Checkbox {...record.field("has_banner", "checkbox")} disabled={disabled} />
        {has_banner ? (
          <>
            <TextInput
              {...record.field("banner_title")}
              placeholder={record.values.name}
              maxLength={160}
              disabled={disabled}
            />
            <TextInput {...record.field("banner_text")} maxLength={400} disabled={disabled} />
            {others.map((tag) => (
              <Stack key={tag}>
                <TextInput
                  label={`${t("bannerTitle")} (${names.of(tag)})`}
                  maxLength={160}
                  disabled={disabled}
                  value={translations[tag]?.banner_title ?? ""}
                  onChange={(event) => say(tag, { banner_title: event.currentTarget.value })}
                />
                <TextInput
                  label={`${t("bannerText")} (${names.of(tag)})`}
                  maxLength={400}
                  disabled={disabled}
                  value={translations[tag]?.banner_text ?? ""}
                  onChange={(event) => say(tag, { banner_text: event.currentTarget.value })}
                />
              </Stack>
            ))}
          </>
        ) : null}
      </Stack>
    </Section>
  );
}
