import { Badge, Button, Group, Text, TextInput, VisuallyHidden } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconCheck, IconMinus, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { adminListRoles } from "@/api/generated/sdk.gen";
import type { Permission, Role } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { GoLink, PlainLink } from "@/app/here";
import { useMe, whose } from "@/app/may";
import { Failure } from "@/kit/Failure";
import { Explained, useReason } from "@/kit/May";
import { Page } from "@/kit/Page";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { grouped, matching } from "./permissions";
import classes from "./staff.module.css";
import { useVocabulary } from "./vocabulary";
import { useStaffWords } from "./words";

/** Every role against every permission. */
export default function RolesPage() {
  const t = useStaffWords();
  const isPhone = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false });
  const roles = useRead(adminListRoles, {});
  const permissions = useVocabulary();
  const error = roles.error ?? permissions.error;
  const reason = useReason("roles:write");
  const isPlatform = whose(useMe()) === "platform";
  return (
    <Page
      title={t("rolesTitle")}
      about={t(isPlatform ? "rolesOfOperators" : "rolesAbout")}
      width="wide"
      crumbs={[{ to: "/staff", label: t("title") }]}
      primary={
        isPlatform ? undefined : (
          <Explained reason={reason}>
            {reason ? (
              <Button>{t("newRole")}</Button>
            ) : (
              <Button component={PlainLink} to="/staff/roles/new">
                {t("newRole")}
              </Button>
            )}
          </Explained>
        )
      }
    >
      {error ? (
        <Failure
          error={error}
          again={() => {
            void roles.refetch();
            void permissions.refetch();
          }}
        />
      ) : roles.data === undefined || permissions.data === undefined ? (
        <Skeletons />
      ) : isPhone ? (
        <Cards roles={roles.data} />
      ) : (
        <Matrix roles={roles.data} permissions={permissions.data} />
      )}
    </Page>
  );
}

function Cards({ roles }: { roles: readonly Role[] }) {
  const t = useStaffWords();
  return (
    <div className={classes.cards}>
      {roles.map((role) => (
        <PlainLink key={role.id} to={`/staff/roles/${role.id}`} className={classes.roleCard}>
          <Group justify="space-between">
            <Text fw={600}>{role.name}</Text>
            {role.is_builtin ? null : <Badge variant="light">{t("own")}</Badge>}
          </Group>
          <Text size="sm" c="dimmed">
            {role.description}
          </Text>
          <Text size="xs" c="dimmed">
            {t("people", { count: role.people })} · {t("scopesCount", { count: role.permissions.length })}
          </Text>
        </PlainLink>
      ))}
    </div>
  );
}

function Matrix({ roles, permissions }: { roles: readonly Role[]; permissions: readonly Permission[] }) {
  const t = useStaffWords();
  const [typed, setTyped] = useState("");
  const found = matching(permissions, typed);
  const held = new Map(roles.map((role) => [role.id, new Set(role.permissions)]));
  return (
    <Section flush>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={classes.matrix} tabIndex={0} aria-label={t("rolesTitle")}>
        <table>
          <thead>
            <tr>
              <th scope="col">
                <TextInput
                  aria-label={t("searchPermissions")}
                  placeholder={t("searchPermissions")}
                  leftSection={<IconSearch size={16} />}
                  value={typed}
                  onChange={(event) => setTyped(event.currentTarget.value)}
                />
              </th>
              {roles.map((role) => (
                <th key={role.id} scope="col">
                  <GoLink to={`/staff/roles/${role.id}`} size="sm" fw={600} title={role.description}>
                    {role.name}
                  </GoLink>
                  <span className={classes.count}>{t("people", { count: role.people })}</span>
                </th>
              ))}
            </tr>
          </thead>
          {grouped(found).map((group) => (
            <tbody key={group.id}>
              <tr className={classes.group}>
                <th scope="rowgroup">{group.name}</th>
                {roles.map((role) => (
                  <td key={role.id} />
                ))}
              </tr>
              {group.permissions.map((permission) => (
                <tr key={permission.name}>
                  <th scope="row">{permission.description}</th>
                  {roles.map((role) => (
                    <td key={role.id}>
                      {held.get(role.id)?.has(permission.name) ? (
                        <>
                          <IconCheck size={18} className={classes.held} aria-hidden />
                          <VisuallyHidden>{t("yes")}</VisuallyHidden>
                        </>
                      ) : (
                        <>
                          <IconMinus size={14} className={classes.absent} aria-hidden />
                          <VisuallyHidden>{t("no")}</VisuallyHidden>
                        </>
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          ))}
        </table>
        {found.length === 0 ? (
          <Text size="sm" c="dimmed" p="md">
            {t("noneFound")}
          </Text>
        ) : null}
      </section>
    </Section>
  );
}
