import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useMemo } from "react";
import { adminListLocations } from "@/api/generated/sdk.gen";
import type { LocationDetails } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { GoLink, PlainLink } from "@/app/here";
import { useMay } from "@/app/may";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { Page } from "@/kit/Page";
import { StatusBadge } from "@/kit/StatusBadge";
import { whole } from "./parts/lists";
import { useSettingsWords } from "./words";

export default function LocationsPage() {
  const t = useSettingsWords();
  const list = useList();
  const may = useMay("stores:write");
  const places = useRead(adminListLocations, {});
  const columns = useMemo<Column<LocationDetails>[]>(
    () => [
      {
        key: "name",
        title: t("locations.name"),
        fixed: true,
        phone: "title",
        cell: (row) => (
          <GoLink to={`/settings/locations/${row.id}`} c="inherit" fw={550}>
            {row.name}
          </GoLink>
        ),
      },
      { key: "code", title: t("locations.code"), width: 140, cell: (row) => row.code },
      {
        key: "address",
        title: t("locations.address"),
        cell: (row) => [row.address.line1, row.address.city, row.address.country].filter(Boolean).join(", "),
      },
      {
        key: "pickup",
        title: t("locations.pickup"),
        width: 130,
        cell: (row) =>
          row.is_pickup ? <StatusBadge tone="info">{t("locations.pickupYes")}</StatusBadge> : null,
      },
      {
        key: "state",
        title: t("stores.status"),
        width: 120,
        phone: "aside",
        cell: (row) => (
          <StatusBadge tone={row.is_active ? "good" : "quiet"}>
            {row.is_active ? t("general.open") : t("general.closed")}
          </StatusBadge>
        ),
      },
    ],
    [t],
  );
  const adding = may ? (
    <Button component={PlainLink} to="/settings/locations/new" leftSection={<IconPlus size={16} />}>
      {t("locations.new")}
    </Button>
  ) : undefined;
  return (
    <Page
      title={t("locations.title")}
      about={t("locations.help")}
      crumbs={[{ to: "/settings", label: t("title") }]}
      width="wide"
      primary={adding}
    >
      <DataList
        id="locations"
        list={list}
        source={whole(places)}
        columns={columns}
        idOf={(row) => row.id}
        to={(row) => `/settings/locations/${row.id}`}
        empty={<EmptyState title={t("locations.none")} text={t("locations.help")} action={adding} />}
      />
    </Page>
  );
}
