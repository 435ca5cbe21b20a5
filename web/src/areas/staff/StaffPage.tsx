import { Button, Group, Text } from "@mantine/core";
import { IconUsersGroup } from "@tabler/icons-react";
import { adminListRoles, adminListStaff } from "@/api/generated/sdk.gen";
import type { StaffMember } from "@/api/generated/types.gen";
import { usePages, useRead } from "@/api/query";
import { PlainLink, useGo, usePath } from "@/app/here";
import { useMe } from "@/app/may";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { May } from "@/kit/May";
import { Page } from "@/kit/Page";
import { When } from "@/kit/When";
import { GrantChips } from "./GrantChips";
import { InviteDrawer } from "./InviteDrawer";
import { usePlaces } from "./places";
import { StaffState } from "./StaffState";
import { useStaffWords } from "./words";

const STATES = ["active", "invited", "dismissed"] as const;

/** Who works here, who is invited, who left. */
export default function StaffPage() {
  const t = useStaffWords();
  const me = useMe();
  const list = useList();
  const places = usePlaces();
  const go = useGo();
  const isInviting = usePath() === "/staff/invite";
  const roles = useRead(adminListRoles, {});
  const people = usePages(adminListStaff, {
    query: { q: list.q, status: list.one("status", STATES), role: list.text("role"), limit: 50 },
  });
  const inviteButton = (
    <May permission="staff:write">
      <Button component={PlainLink} to="/staff/invite">
        {t("invite")}
      </Button>
    </May>
  );
  const columns: Column<StaffMember>[] = [
    {
      key: "name",
      title: t("name"),
      fixed: true,
      phone: "title",
      cell: (person) => (
        <div>
          <Group gap={6}>
            <Text size="sm" fw={550}>
              {person.name}
            </Text>
            {person.id === me.staff.id ? (
              <Text size="xs" c="dimmed">
                {t("you")}
              </Text>
            ) : null}
          </Group>
          <Text size="xs" c="dimmed">
            {person.email}
          </Text>
        </div>
      ),
    },
    {
      key: "roles",
      title: t("roles"),
      cell: (person) => <GrantChips grants={person.grants} places={places} />,
    },
    {
      key: "status",
      title: t("status"),
      width: 130,
      phone: "aside",
      cell: (person) => <StaffState status={person.status} />,
    },
    {
      key: "seen",
      title: t("lastSeen"),
      width: 180,
      cell: (person) =>
        person.last_seen_at ? (
          <When at={person.last_seen_at} />
        ) : (
          <Text size="sm" c="dimmed">
            {t("never")}
          </Text>
        ),
    },
  ];
  return (
    <Page title={t("title")} about={t("about")} width="wide" primary={inviteButton}>
      <DataList
        id="staff"
        list={list}
        source={people}
        columns={columns}
        idOf={(person) => person.id}
        to={(person) => `/staff/${person.id}`}
        search={t("search")}
        rowHeight={56}
        views={[
          { id: "all", label: t("all"), search: {} },
          ...STATES.map((status) => ({ id: status, label: t(status), search: { status } })),
        ]}
        filters={[
          {
            key: "role",
            label: t("role"),
            options: (roles.data ?? []).map((role) => ({ value: role.id, label: role.name })),
          },
        ]}
        empty={
          <EmptyState
            icon={<IconUsersGroup size={24} />}
            title={t("emptyTitle")}
            text={t("emptyText")}
            action={inviteButton}
          />
        }
      />
      {isInviting ? <InviteDrawer close={() => go("/staff", { replace: true })} /> : null}
    </Page>
  );
}
