import { ActionIcon, Alert, Button, Menu, Stack, Textarea, TextInput } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { call } from "@/api/call";
import {
  adminCreateRole,
  adminDeleteRole,
  adminListRoles,
  adminListStaff,
  adminUpdateRole,
} from "@/api/generated/sdk.gen";
import type { Role } from "@/api/generated/types.gen";
import { refresh, useRead } from "@/api/query";
import { confirm } from "@/app/confirm";
import { GoLink, PlainLink, useGo, useParam, useSearchWords } from "@/app/here";
import { useMay, useMe } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { Failure } from "@/kit/Failure";
import { RecordForm } from "@/kit/form/RecordForm";
import { useRecord } from "@/kit/form/useRecord";
import { Lonely } from "@/kit/Lonely";
import { Page } from "@/kit/Page";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { useRun } from "./acting";
import { PermissionPicker } from "./PermissionPicker";
import { useStaffWords } from "./words";

const CRUMBS = (t: ReturnType<typeof useStaffWords>) => [
  { to: "/staff", label: t("title") },
  { to: "/staff/roles", label: t("rolesTitle") },
];

/** One role: what it holds. A company's own can be changed, a built-in one copied. */
export default function RolePage() {
  const t = useStaffWords();
  const id = useParam("role");
  const [{ from }] = useSearchWords();
  const roles = useRead(adminListRoles, {});
  const role = roles.data?.find((one) => one.id === id);
  if (roles.error || roles.data === undefined) {
    return (
      <Page title={t("role")} crumbs={CRUMBS(t)}>
        {roles.error ? <Failure error={roles.error} again={() => void roles.refetch()} /> : <Skeletons />}
      </Page>
    );
  }
  if (id === "new") return <NewRole key={from ?? ""} source={roles.data.find((one) => one.id === from)} />;
  if (role === undefined) {
    return (
      <Page title={t("role")} crumbs={CRUMBS(t)}>
        <Lonely title={t("noneFound")} text={t("rolesAbout")} />
      </Page>
    );
  }
  return <Known key={`${role.id} ${role.version}`} role={role} />;
}

interface Values {
  name: string;
  description: string;
  permissions: string[];
}

function useRole(values: Values, version: number | undefined, id: string | null) {
  const t = useStaffWords();
  const run = useRun();
  const go = useGo();
  return useRecord<Values, string>({
    values,
    ...(version === undefined ? {} : { version }),
    labels: { name: t("roleName"), description: t("description"), permissions: t("permissions") },
    check: {
      name: (name) => (name.trim() ? null : t("roleNameNeeded")),
      permissions: (permissions) => (permissions.length > 0 ? null : t("permissionsNeeded")),
    },
    save: (body, since, changed) =>
      run(async () => {
        if (id === null) return (await call(adminCreateRole, { body })).id ?? "";
        await call(adminUpdateRole, {
          path: { role: id },
          body: changed,
          ...(since === undefined ? {} : { version: since }),
        });
        return id;
      }),
    latest: async () => {
      const now = (await call(adminListRoles, {})).find((one) => one.id === id);
      return { values: now ? valuesOf(now) : values, version: now?.version ?? 0 };
    },
    saved: (made) => {
      tell(t(id === null ? "roleMade" : "roleSaved"));
      refresh(adminListRoles, adminListStaff);
      if (id === null) go(`/staff/roles/${made}`, { replace: true, force: true });
    },
  });
}

function valuesOf(role: Role): Values {
  return { name: role.name, description: role.description, permissions: role.permissions };
}

function Fields({ record }: { record: ReturnType<typeof useRole> }) {
  const t = useStaffWords();
  const refused = record.problem?.code === "RoleNameTaken" ? record.problem.title : undefined;
  const name = record.field("name");
  return (
    <>
      <Section>
        <Stack>
          <TextInput {...name} error={name.error ?? refused} maxLength={60} />
          <Textarea {...record.field("description")} autosize maxLength={300} />
        </Stack>
      </Section>
      <Section title={t("permissions")}>
        <PermissionPicker
          chosen={record.values.permissions}
          change={(permissions) => record.set("permissions", permissions)}
          error={record.form.errors.permissions ? String(record.form.errors.permissions) : null}
        />
      </Section>
    </>
  );
}

function NewRole({ source }: { source: Role | undefined }) {
  const t = useStaffWords();
  const me = useMe();
  const held = new Set(me.permissions);
  const start: Values = {
    name: source ? t("copyOf", { role: source.name }) : "",
    description: source?.description ?? "",
    permissions: (source?.permissions ?? []).filter((name) => held.has(name)),
  };
  const record = useRole(start, undefined, null);
  if (!useMay("roles:write")) {
    return (
      <Page title={t("newRole")} crumbs={CRUMBS(t)}>
        <Alert color="gray" title={t("noRoleWrite")} />
      </Page>
    );
  }
  return (
    <Page title={t("newRole")} crumbs={CRUMBS(t)}>
      <RecordForm record={record} isNew>
        <Fields record={record} />
      </RecordForm>
    </Page>
  );
}

function Known({ role }: { role: Role }) {
  const t = useStaffWords();
  const go = useGo();
  const me = useMe();
  const mayWrite = useMay("roles:write");
  const isOwner = me.grants.some((grant) => grant.role === "owner");
  const isMine = !isOwner && me.grants.some((grant) => grant.role === role.id);
  const record = useRole(valuesOf(role), role.version, role.id);
  const reason = role.is_builtin
    ? t("builtinRole")
    : !mayWrite
      ? t("noRoleWrite")
      : isMine
        ? t("ownRole")
        : role.may_grant
          ? null
          : t("barriermore");

  async function remove(): Promise<void> {
    const isSure = await confirm({
      title: t("deleteRoleTitle", { name: role.name }),
      text: t("deleteRoleText"),
      action: t("deleteRole"),
      danger: true,
    });
    if (!isSure) return;
    try {
      await call(adminDeleteRole, { path: { role: role.id } });
    } catch (error) {
      tellProblem(error);
      return;
    }
    tell(t("roleDeleted"));
    go("/staff/roles", { replace: true });
    refresh(adminListRoles);
  }

  return (
    <Page
      title={role.name}
      about={role.is_builtin ? role.description : undefined}
      crumbs={CRUMBS(t)}
      primary={
        role.is_builtin && mayWrite ? (
          <Button component={PlainLink} to={`/staff/roles/new?from=${role.id}`}>
            {t("copy")}
          </Button>
        ) : undefined
      }
      acts={
        role.is_builtin || !mayWrite ? undefined : (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="default" size={36} aria-label={t("more")}>
                <IconDots size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item component={PlainLink} to={`/staff/roles/new?from=${role.id}`}>
                {t("copy")}
              </Menu.Item>
              <Menu.Item
                color="red"
                disabled={role.people > 0 || reason !== null}
                onClick={() => void remove()}
              >
                {t("deleteRole")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )
      }
    >
      {role.people > 0 ? (
        <GoLink to={`/staff?role=${role.id}`} size="sm" mb="sm" display="inline-block">
          {t("people", { count: role.people })}: {t("seePeople")}
        </GoLink>
      ) : null}
      {reason === null ? (
        <RecordForm record={record}>
          <Fields record={record} />
        </RecordForm>
      ) : (
        <Section title={t("permissions")} about={reason}>
          <PermissionPicker chosen={role.permissions} />
        </Section>
      )}
    </Page>
  );
}
