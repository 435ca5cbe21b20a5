import { ActionIcon, Button, Menu, Text, Tooltip } from "@mantine/core";
import { IconDots, IconKey } from "@tabler/icons-react";
import { useState } from "react";
import { adminListKeys } from "@/api/generated/sdk.gen";
import type { ApiKey } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { May } from "@/kit/May";
import { Page } from "@/kit/Page";
import { When } from "@/kit/When";
import { KeyDrawer } from "./KeyDrawer";
import { KeyState } from "./KeyState";
import { isOver } from "./keyState";
import { usePlaces } from "./places";
import { RevokeDialog } from "./RevokeDialog";
import { RotateDialog } from "./RotateDialog";
import { useStaffWords } from "./words";

const STATES = ["works", "over"] as const;
type Dialog = { kind: "new" } | { kind: "rotate" | "revoke"; key: ApiKey };

/** What programs show to the API. */
export default function KeysPage() {
  const t = useStaffWords();
  const list = useList();
  const places = usePlaces();
  const keys = useRead(adminListKeys, {});
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const state = list.one("state", STATES);
  const now = Date.now();
  const typed = list.q.toLowerCase();
  const items = keys.data?.filter(
    (key) =>
      key.name.toLowerCase().includes(typed) &&
      (state === undefined || (state === "over") === isOver(key, now)),
  );
  const close = () => setDialog(null);
  const newKey = (
    <May permission="keys:write">
      <Button onClick={() => setDialog({ kind: "new" })}>{t("newKey")}</Button>
    </May>
  );
  const columns: Column<ApiKey>[] = [
    {
      key: "name",
      title: t("keyName"),
      fixed: true,
      phone: "title",
      cell: (key) => (
        <div>
          <Text size="sm" fw={550}>
            {key.name}
          </Text>
          <Text size="xs" c="dimmed" ff="monospace">
            {key.kind === "secret" ? "sk" : "pk"}_…{key.last_four}
          </Text>
        </div>
      ),
    },
    {
      key: "state",
      title: t("status"),
      width: 170,
      cell: (key) => <KeyState apiKey={key} />,
    },
    {
      key: "scopes",
      title: t("scopes"),
      cell: (key) => (
        <Tooltip label={key.scopes.join(", ")} multiline maw={320}>
          <div>
            <Text size="sm">{t("scopesCount", { count: key.scopes.length })}</Text>
            <Text size="xs" c="dimmed">
              {t(key.kind === "secret" ? "secret" : "publishable")} ·{" "}
              {key.store_id ? places.nameOf(key.store_id) : t("wholeCompany")}
            </Text>
          </div>
        </Tooltip>
      ),
    },
    {
      key: "used",
      title: t("lastUsed"),
      cell: (key) =>
        key.last_used_at ? (
          <div>
            <Text size="sm" component="div">
              <When at={key.last_used_at} />
            </Text>
            {key.last_used_from ? (
              <Text size="xs" c="dimmed">
                {t("from", { address: key.last_used_from })}
              </Text>
            ) : null}
          </div>
        ) : (
          <Text size="sm" c="dimmed">
            {t("neverUsed")}
          </Text>
        ),
    },
    {
      key: "made",
      title: t("madeBy"),
      cell: (key) => (
        <div>
          <Text size="sm">
            {key.created_by || "–"}
            {key.is_maker_gone ? (
              <Text span size="xs" c="dimmed">
                {" "}
                ({t("makerGone")})
              </Text>
            ) : null}
          </Text>
          <Text size="xs" c="dimmed" component="div">
            <When at={key.created_at} />
          </Text>
        </div>
      ),
    },
    {
      key: "acts",
      title: t("more"),
      width: 56,
      fixed: true,
      phone: "aside",
      align: "right",
      cell: (key) => (isOver(key, now) ? null : <KeyActs apiKey={key} open={setDialog} />),
    },
  ];
  return (
    <Page title={t("keysTitle")} about={t("keysAbout")} width="wide" primary={newKey}>
      <DataList
        id="keys"
        list={list}
        source={{
          items,
          error: keys.error,
          isFetching: keys.isFetching,
          isFetchingNextPage: false,
          hasNextPage: false,
          fetchNextPage: () => undefined,
          refetch: () => void keys.refetch(),
        }}
        columns={columns}
        idOf={(key) => key.id}
        search={t("searchKeys")}
        rowHeight={60}
        views={[
          { id: "all", label: t("allKeys"), search: {} },
          { id: "works", label: t("workingKeys"), search: { state: "works" } },
          { id: "over", label: t("overKeys"), search: { state: "over" } },
        ]}
        empty={
          <EmptyState
            icon={<IconKey size={24} />}
            title={t("keysEmpty")}
            text={t("keysEmptyText")}
            action={newKey}
          />
        }
      />
      {dialog?.kind === "new" ? <KeyDrawer close={close} /> : null}
      {dialog?.kind === "rotate" ? <RotateDialog apiKey={dialog.key} close={close} /> : null}
      {dialog?.kind === "revoke" ? <RevokeDialog apiKey={dialog.key} close={close} /> : null}
    </Page>
  );
}

function KeyActs({ apiKey, open }: { apiKey: ApiKey; open: (dialog: Dialog) => void }) {
  const t = useStaffWords();
  return (
    <May permission="keys:write" {...(apiKey.store_id ? { store: apiKey.store_id } : {})}>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t("keyActs", { name: apiKey.name })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => open({ kind: "rotate", key: apiKey })}>{t("rotate")}</Menu.Item>
          <Menu.Item color="red" onClick={() => open({ kind: "revoke", key: apiKey })}>
            {t("revoke")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </May>
  );
}
