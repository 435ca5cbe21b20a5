import { ActionIcon, Button, Group, Text } from "@mantine/core";
import { IconArrowUp, IconFileText } from "@tabler/icons-react";
import { adminListPages, adminUpdatePage } from "@/api/generated/sdk.gen";
import type { StaffPage } from "@/api/generated/types.gen";
import { useRead, useWrite } from "@/api/query";
import { GoLink, PlainLink } from "@/app/here";
import { tellProblem } from "@/app/messages";
import { useStore } from "@/app/store";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { May } from "@/kit/May";
import { Page } from "@/kit/Page";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import classes from "./languages.module.css";
import { useLanguageWords } from "./words";

/** The pages of a store, in the order of its footer. */
export default function PagesPage() {
  const t = useLanguageWords();
  const store = useStore();
  const create = (
    <May permission="settings:write">
      <Button component={PlainLink} to="/pages/new">
        {t("newPage")}
      </Button>
    </May>
  );
  return (
    <Page title={t("pages")} about={t("pagesHelp")} primary={store ? create : null}>
      {store ? (
        <List key={store.id} store={store.id} create={create} />
      ) : (
        <EmptyState icon={<IconFileText size={24} />} title={t("pages")} text={t("chooseStore")} />
      )}
    </Page>
  );
}

function List({ store, create }: { store: string; create: React.ReactNode }) {
  const t = useLanguageWords();
  const pages = useRead(adminListPages, { path: { store_id: store } });
  const move = useWrite(adminUpdatePage, { changes: [adminListPages], failed: tellProblem });
  if (pages.error) return <Failure error={pages.error} again={() => void pages.refetch()} />;
  if (!pages.data) return <Skeletons />;
  if (pages.data.length === 0) {
    return (
      <EmptyState
        icon={<IconFileText size={24} />}
        title={t("noPages")}
        text={t("pagesHelp")}
        action={create}
      />
    );
  }
  const up = (page: StaffPage, place: number) =>
    move.mutate({ path: { page: page.id }, body: { position: place - 1 }, version: page.version });
  return (
    <Section>
      {pages.data.map((page, place) => (
        <div key={page.id} className={classes.row}>
          <div>
            <GoLink to={`/pages/${page.id}`} fw={550}>
              {page.title}
            </GoLink>
            <Text size="sm" c="dimmed">
              /pages/{page.slug} · <When at={page.updated_at} />
            </Text>
          </div>
          <Group gap={8}>
            <StatusBadge tone={page.is_visible ? "good" : "quiet"}>
              {t(page.is_visible ? "shown" : "hidden")}
            </StatusBadge>
            <May permission="settings:write">
              <ActionIcon
                variant="default"
                disabled={place === 0}
                onClick={() => up(page, place)}
                aria-label={t("up", { name: page.title })}
              >
                <IconArrowUp size={16} />
              </ActionIcon>
            </May>
          </Group>
        </div>
      ))}
    </Section>
  );
}
