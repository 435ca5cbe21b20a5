import { Button, Group, Text } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { adminGetTexts, adminListTranslatable } from "@/api/generated/sdk.gen";
import type { ThingState, ThingTexts } from "@/api/generated/types.gen";
import { usePages, useRead } from "@/api/query";
import { useGo, useParam } from "@/app/here";
import { useKeys } from "@/app/keys";
import { useLanguage } from "@/app/words";
import { Failure } from "@/kit/Failure";
import { Page } from "@/kit/Page";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import classes from "./languages.module.css";
import { languageName } from "./naming";
import { TextPair } from "./TextPair";
import { useAsked } from "./useAsked";
import { useLanguageWords } from "./words";

/** All texts of a thing beside their translations, and the way to the next thing of the list one came from. */
export default function TextsPage() {
  const t = useLanguageWords();
  const reader = useLanguage();
  const go = useGo();
  const [language, kind, thing] = [useParam("language"), useParam("kind"), useParam("thing")];
  const { query, suffix } = useAsked();
  const found = useRead(adminGetTexts, { path: { language, kind, thing } });
  const list = usePages(adminListTranslatable, { path: { language }, query });
  const things = useKnown(list.items);
  const place = things.findIndex((row) => row.id === thing);
  const near = (step: number) => (place < 0 ? undefined : things[place + step]);
  const [before, after] = [near(-1), near(1)];
  const { hasNextPage, fetchNextPage, isFetchingNextPage } = list;
  const isLast = place >= 0 && after === undefined;
  useEffect(() => {
    if (isLast && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [isLast, hasNextPage, isFetchingNextPage, fetchNextPage]);
  const open = (row: typeof before) => {
    if (row) go(`/languages/${language}/${row.kind}/${row.id}${suffix}`);
  };
  useKeys([
    { keys: "alt+arrowleft", label: t("previous"), run: () => open(before), whileTyping: true },
    { keys: "alt+arrowright", label: t("next"), run: () => open(after), whileTyping: true },
    { keys: "k", label: t("previous"), run: () => open(before) },
    { keys: "j", label: t("next"), run: () => open(after) },
  ]);
  if (found.error) return <Failure error={found.error} again={() => void found.refetch()} />;
  if (!found.data) return <Skeletons />;
  const texts = found.data;
  return (
    <Page
      title={texts.title || texts.id}
      about={t("keys")}
      crumbs={[
        { to: "/languages", label: t("title") },
        { to: `/languages/${language}${suffix}`, label: languageName(language, reader) },
      ]}
      width="wide"
      acts={
        <Group gap={8}>
          <Button
            variant="default"
            leftSection={<IconChevronLeft size={16} />}
            disabled={!before}
            onClick={() => open(before)}
          >
            {t("previous")}
          </Button>
          <Button
            variant="default"
            rightSection={<IconChevronRight size={16} />}
            disabled={!after}
            onClick={() => open(after)}
          >
            {t("next")}
          </Button>
        </Group>
      }
    >
      <Pairs key={`${texts.locale} ${texts.id}`} texts={texts} reload={() => void found.refetch()} />
    </Page>
  );
}

/** The things of the list as one came from it: what is done leaves a list of what is missing, and yet keeps its place here. */
function useKnown(items: readonly ThingState[] | undefined): readonly ThingState[] {
  const [known, setKnown] = useState<readonly ThingState[]>([]);
  const unseen = (items ?? []).filter((item) => !known.some((one) => one.id === item.id));
  if (unseen.length > 0) setKnown([...known, ...unseen]);
  return known;
}

function Pairs({ texts, reload }: { texts: ThingTexts; reload: () => void }) {
  const t = useLanguageWords();
  const reader = useLanguage();
  return (
    <Section>
      <div className={classes.pair}>
        <Text c="dimmed">
          {t("original")}: {languageName(texts.source_locale, reader)}
        </Text>
        <Text c="dimmed" visibleFrom="sm">
          {t("translation")}: {languageName(texts.locale, reader)}
        </Text>
      </div>
      {texts.texts.map((text, place) => (
        <TextPair key={text.field} thing={texts} text={text} isFirst={place === 0} reload={reload} />
      ))}
    </Section>
  );
}
