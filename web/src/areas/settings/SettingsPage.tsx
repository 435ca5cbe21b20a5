import { Card, Select, SimpleGrid, Text, TextInput, Title } from "@mantine/core";
import {
  IconBell,
  IconBook2,
  IconBrush,
  IconBuilding,
  IconBuildingStore,
  IconBuildingWarehouse,
  IconCoins,
  IconFileText,
  IconFileZip,
  IconGauge,
  IconGavel,
  IconHeadset,
  IconHistory,
  IconKey,
  IconListSearch,
  IconMail,
  IconPercentage,
  IconReceipt2,
  IconReceiptTax,
  IconRotateClockwise,
  IconSearch,
  IconShieldLock,
  IconTruckDelivery,
  IconUserShield,
  IconUsers,
  IconWorld,
} from "@tabler/icons-react";
import { type ComponentType, useState } from "react";
import { PlainLink } from "@/app/here";
import { may as holds, useMe } from "@/app/may";
import { EmptyState } from "@/kit/EmptyState";
import { Page } from "@/kit/Page";
import { usePlace, WHOLE } from "./parts/usePlace";
import classes from "./settings.module.css";
import { saidOf, useSettingsWords } from "./words";

type Icon = ComponentType<{ size?: number; stroke?: number }>;

interface Door {
  name: string;
  icon: Icon;
  to: string;
  permission: string;
  scope: "company" | "store" | "both";
}

const READ = "settings:read";
const section = (name: string, icon: Icon, scope: Door["scope"]): Door => ({
  name,
  icon,
  to: `/settings/${name}`,
  permission: READ,
  scope,
});
const GROUPS: readonly { id: string; doors: readonly Door[] }[] = [
  {
    id: "shop",
    doors: [
      section("general", IconBuildingStore, "store"),
      section("appearance", IconBrush, "store"),
      section("policies", IconFileText, "store"),
      section("returns", IconRotateClockwise, "both"),
    ],
  },
  {
    id: "selling",
    doors: [
      section("payments", IconCoins, "store"),
      section("shipping", IconTruckDelivery, "store"),
      section("taxes", IconPercentage, "store"),
      section("tax_rules", IconReceiptTax, "both"),
      section("selling", IconReceipt2, "store"),
      section("search", IconListSearch, "both"),
    ],
  },
  {
    id: "company",
    doors: [
      section("company", IconBuilding, "company"),
      section("plan", IconGauge, "company"),
      section("platform", IconGavel, "company"),
      section("security", IconShieldLock, "company"),
      section("notifications", IconBell, "both"),
      section("messages", IconMail, "both"),
      {
        name: "everything",
        icon: IconFileZip,
        to: "/settings/everything",
        permission: "exports:run",
        scope: "company",
      },
    ],
  },
  {
    id: "places",
    doors: [
      {
        name: "stores",
        icon: IconWorld,
        to: "/settings/stores",
        permission: "stores:read",
        scope: "company",
      },
      {
        name: "locations",
        icon: IconBuildingWarehouse,
        to: "/settings/locations",
        permission: "stores:read",
        scope: "company",
      },
    ],
  },
  {
    id: "people",
    doors: [
      { name: "staff", icon: IconUsers, to: "/staff", permission: "staff:read", scope: "company" },
      { name: "roles", icon: IconUserShield, to: "/staff/roles", permission: "staff:read", scope: "company" },
      { name: "keys", icon: IconKey, to: "/keys", permission: "keys:read", scope: "company" },
      {
        name: "support-visits",
        icon: IconHeadset,
        to: "/settings/support-visits",
        permission: "audit:read",
        scope: "company",
      },
      { name: "audit", icon: IconHistory, to: "/audit", permission: "audit:read", scope: "company" },
    ],
  },
];

/** Everything that can be decided, by job. */
export default function SettingsPage() {
  const t = useSettingsWords();
  const me = useMe();
  const place = usePlace("both");
  const [typed, setTyped] = useState("");
  const wanted = fold(typed);
  const store = place.store?.id;
  const name = (door: Door) => saidOf(t, `${door.name}.title`, door.name);
  const about = (door: Door) => saidOf(t, `${door.name}.about`, "");
  const words = (door: Door) => saidOf(t, `${door.name}.words`, "");
  const groups = GROUPS.map(({ id, doors }) => ({
    id,
    doors: doors.filter(
      (door) =>
        holds(me, door.permission) && fold(`${name(door)} ${about(door)} ${words(door)}`).includes(wanted),
    ),
  })).filter((group) => group.doors.length > 0);
  return (
    <Page
      title={t("title")}
      acts={
        place.stores.length > 1 ? (
          <Select
            aria-label={t("forStore")}
            data={[
              { value: WHOLE, label: t("wholeCompany") },
              ...place.stores.map((one) => ({ value: one.id, label: one.name })),
            ]}
            value={store ?? WHOLE}
            onChange={(chosen) => chosen && place.choose(chosen)}
            allowDeselect={false}
            w={200}
          />
        ) : undefined
      }
    >
      <TextInput
        aria-label={t("search")}
        placeholder={t("search")}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        mb="lg"
        maw={420}
      />
      {groups.length === 0 ? (
        <EmptyState title={t("noneFound")} text={t("noneFoundHelp")} icon={<IconBook2 />} />
      ) : null}
      {groups.map((group) => (
        <section key={group.id} className={classes.group}>
          <Title order={2} size="h4" mb={8}>
            {t(`group.${group.id}` as "group.shop")}
          </Title>
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }} spacing={12}>
            {group.doors.map((door) => (
              <Card
                key={door.name}
                component={PlainLink}
                to={store && door.scope !== "company" ? `${door.to}?store=${store}` : door.to}
                className={classes.door}
              >
                <span className={classes.icon} aria-hidden>
                  <door.icon size={20} stroke={1.6} />
                </span>
                <span>
                  <Text component="span" fw={600} display="block">
                    {name(door)}
                  </Text>
                  <Text component="span" size="sm" c="dimmed" display="block">
                    {about(door)}
                  </Text>
                </span>
              </Card>
            ))}
          </SimpleGrid>
        </section>
      ))}
    </Page>
  );
}

/** Pure: without case and accents, as a search compares. */
function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
