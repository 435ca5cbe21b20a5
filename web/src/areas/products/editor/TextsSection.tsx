import { InputWrapper, SegmentedControl, Skeleton, TextInput } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useMe } from "@/app/may";
import { useLanguage } from "@/app/words";
import type { RecordState } from "@/kit/form/useRecord";
import { Section } from "@/kit/Section";
import { useProductWords } from "../words";
import classes from "./editor.module.css";
import type { ProductValues, TextsOf } from "./values";

const RichText = lazy(() => import("@/kit/form/RichText"));

/** Title and description: in the language of the shop, and in its others. */
export function TextsSection({
  record,
  isReadOnly,
}: {
  record: RecordState<ProductValues>;
  isReadOnly: boolean;
}) {
  const t = useProductWords();
  const others = useOtherLanguages();
  const [spoken, setSpoken] = useState("");
  const { values, set } = record;
  const texts = values.translations[spoken] ?? {};
  const say = (part: TextsOf) => set("translations", translated(values.translations, spoken, part));
  return (
    <Section
      title={t("texts")}
      acts={
        others.length > 0 ? (
          <SegmentedControl
            size="xs"
            aria-label={t("languages")}
            value={spoken}
            onChange={setSpoken}
            data={[{ value: "", label: t("mainLanguage") }, ...others]}
          />
        ) : null
      }
    >
      <div className={classes.stack}>
        {spoken === "" ? (
          <TextInput
            {...record.field("title")}
            placeholder={t("titleExample")}
            maxLength={200}
            readOnly={isReadOnly}
            required
            withAsterisk={false}
          />
        ) : (
          <TextInput
            label={t("titleField")}
            placeholder={values.title}
            maxLength={200}
            readOnly={isReadOnly}
            value={texts.title ?? ""}
            onChange={(event) => say({ title: event.currentTarget.value })}
          />
        )}
        <InputWrapper
          label={t("description")}
          error={spoken === "" ? record.field("description").error : undefined}
          labelElement="div"
        >
          <Suspense fallback={<Skeleton height={190} />}>
            <RichText
              key={spoken}
              label={t("description")}
              value={spoken === "" ? values.description : (texts.description ?? "")}
              change={(description) =>
                spoken === "" ? set("description", description) : say({ description })
              }
              isReadOnly={isReadOnly}
            />
          </Suspense>
        </InputWrapper>
      </div>
    </Section>
  );
}

/** The languages of the stores beside the main one, named in the reader's. */
export function useOtherLanguages(): { value: string; label: string }[] {
  const { stores } = useMe();
  const language = useLanguage();
  const names = new Intl.DisplayNames(language, { type: "language" });
  const main = stores[0]?.default_locale;
  const all = new Set(stores.flatMap((store) => store.locales).filter((locale) => locale !== main));
  return [...all].sort().map((value) => ({ value, label: names.of(value) ?? value }));
}

/** Pure: the translations with a part of one language changed; what is emptied goes. */
export function translated(
  all: Readonly<Record<string, TextsOf>>,
  locale: string,
  part: TextsOf,
): Record<string, TextsOf> {
  const texts = Object.fromEntries(
    Object.entries({ ...all[locale], ...part }).filter(([, text]) => text !== ""),
  );
  const { [locale]: _, ...rest } = all;
  return Object.keys(texts).length === 0 ? rest : { ...rest, [locale]: texts };
}
