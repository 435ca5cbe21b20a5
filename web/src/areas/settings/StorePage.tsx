import { Anchor, SimpleGrid, Text } from "@mantine/core";
import { adminListStores } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { GoLink, useParam } from "@/app/here";
import { useMay, useMe } from "@/app/may";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { Page } from "@/kit/Page";
import { Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { aboutOf, titleOf } from "./parts/SectionPage";
import { Catalogue } from "./stores/Catalogue";
import { Domains } from "./stores/Domains";
import { Standing } from "./stores/Standing";
import { StockLocations } from "./stores/StockLocations";
import { useSettingsWords } from "./words";

const SECTIONS = [
  "general",
  "appearance",
  "payments",
  "shipping",
  "taxes",
  "selling",
  "policies",
  "returns",
  "notifications",
] as const;

export default function StorePage() {
  const t = useSettingsWords();
  const id = useParam("store");
  const { company } = useMe();
  const mayRead = useMay("settings:read", { store: id });
  const stores = useRead(adminListStores, {});
  const store = stores.data?.find((one) => one.id === id);
  return (
    <Page
      title={store?.name ?? t("stores.title")}
      crumbs={[
        { to: "/settings", label: t("title") },
        { to: "/settings/stores", label: t("stores.title") },
      ]}
      beside={
        store ? (
          <StatusBadge tone={store.status === "active" ? "good" : "quiet"}>
            {store.status === "active" ? t("general.open") : t("general.closed")}
          </StatusBadge>
        ) : undefined
      }
    >
      {stores.error ? <Failure error={stores.error} again={stores.refetch} /> : null}
      {stores.isPending ? <Skeletons /> : null}
      {stores.data && !store ? <EmptyState title={t("stores.gone")} text={t("stores.goneHelp")} /> : null}
      {store ? (
        <Sections>
          <Section title={t("stores.overview")}>
            <Text size="sm">
              {t("stores.facts", { currency: store.currency, country: store.country })}{" "}
              <Anchor
                href={`/s/${company.slug}/${store.slug}/`}
                target="_blank"
                rel="noopener"
                size="sm"
                underline="always"
              >
                {t("stores.visit")}
              </Anchor>
            </Text>
          </Section>
          <Domains store={store} />
          {mayRead ? <Standing store={store} /> : null}
          <StockLocations store={store} />
          <Catalogue store={store} />
          {mayRead ? (
            <Section title={t("stores.settings")}>
              <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
                {SECTIONS.map((name) => (
                  <div key={name}>
                    <GoLink to={`/settings/${name}?store=${id}`} fw={550}>
                      {titleOf(name, t)}
                    </GoLink>
                    <Text size="sm" c="dimmed">
                      {aboutOf(name, t)}
                    </Text>
                  </div>
                ))}
              </SimpleGrid>
            </Section>
          ) : null}
        </Sections>
      ) : null}
    </Page>
  );
}
