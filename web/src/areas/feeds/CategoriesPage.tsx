import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconCategory } from "@tabler/icons-react";
import { useState } from "react";
import { adminListFeedCategories, adminSetFeedCategory } from "@/api/generated/sdk.gen";
import type { FeedCategory } from "@/api/generated/types.gen";
import { usePages, useWrite } from "@/api/query";
import { useMay } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { Page } from "@/kit/Page";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { useFeedWords } from "./words";

/** What Google calls each category. */
export default function CategoriesPage() {
  const t = useFeedWords();
  const lines = usePages(adminListFeedCategories, { query: { limit: 100 } });
  const crumbs = [{ to: "/feeds", label: t("title") }];
  return (
    <Page title={t("categoriesTitle")} about={t("categoriesAbout")} crumbs={crumbs}>
      {lines.error ? (
        <Failure error={lines.error} again={() => void lines.refetch()} />
      ) : !lines.items ? (
        <Skeletons />
      ) : lines.items.length === 0 ? (
        <EmptyState
          icon={<IconCategory size={24} />}
          title={t("noCategories")}
          text={t("noCategoriesText")}
        />
      ) : (
        <Section>
          <Stack gap="md">
            {lines.items.map((line) => (
              <Line key={`${line.id} ${line.google_category}`} line={line} />
            ))}
            {lines.hasNextPage ? (
              <Button variant="default" onClick={() => void lines.fetchNextPage()}>
                …
              </Button>
            ) : null}
          </Stack>
        </Section>
      )}
    </Page>
  );
}

function Line({ line }: { line: FeedCategory }) {
  const t = useFeedWords();
  const mayWrite = useMay("feeds:write");
  const [typed, setTyped] = useState(line.google_category);
  const save = useWrite(adminSetFeedCategory, {
    changes: [adminListFeedCategories],
    done: () => tell(t("categorySaved")),
    failed: tellProblem,
  });
  const path = line.path.join(" › ");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ path: { category: line.id }, body: { google_category: typed } });
      }}
    >
      <Text size="sm" fw={550} mb={4} pl={(line.path.length - 1) * 16}>
        {path}
      </Text>
      <Group gap={8} wrap="nowrap" pl={(line.path.length - 1) * 16}>
        <TextInput
          flex={1}
          aria-label={t("categoryOf", { name: path })}
          value={typed}
          maxLength={750}
          readOnly={!mayWrite}
          placeholder={line.inherited ? t("inherited", { name: line.inherited }) : ""}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {mayWrite ? (
          <Button
            type="submit"
            variant="default"
            loading={save.isPending}
            disabled={typed.trim() === line.google_category}
          >
            {t("save")}
          </Button>
        ) : null}
      </Group>
    </form>
  );
}
