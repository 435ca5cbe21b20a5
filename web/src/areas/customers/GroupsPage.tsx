import {
  ActionIcon,
  Alert,
  Button,
  Group,
  Menu,
  Modal,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { IconDots, IconUsersGroup } from "@tabler/icons-react";
import { useState } from "react";
import {
  adminCreateCustomerGroup,
  adminDeleteCustomerGroup,
  adminListCustomerGroups,
  adminUpdateCustomerGroup,
} from "@/api/generated/sdk.gen";
import type { CustomerGroup } from "@/api/generated/types.gen";
import { useRead, useWrite } from "@/api/query";
import { GoLink } from "@/app/here";
import { useMay, useMe } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { Page } from "@/kit/Page";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import classes from "./customers.module.css";
import { useCustomerWords } from "./words";

/** Groups of customers: named, and filled by hand from the list. */
export default function GroupsPage() {
  const t = useCustomerWords();
  const groups = useRead(adminListCustomerGroups, {});
  const isEverywhere = useMe().grants.every((grant) => !grant.stores && !grant.locations);
  const mayWrite = useMay("customers:write") && isEverywhere;
  const [edited, setEdited] = useState<CustomerGroup | "new" | null>(null);
  const [dropped, setDropped] = useState<CustomerGroup | null>(null);
  const create = mayWrite ? <Button onClick={() => setEdited("new")}>{t("newGroup")}</Button> : null;
  return (
    <Page
      title={t("groups")}
      about={t("groupsHelpLong")}
      crumbs={[{ to: "/customers", label: t("title") }]}
      primary={create}
    >
      {groups.error ? (
        <Failure error={groups.error} again={() => void groups.refetch()} />
      ) : groups.data === undefined ? (
        <Skeletons />
      ) : groups.data.length === 0 ? (
        <Section>
          <EmptyState
            icon={<IconUsersGroup size={24} />}
            title={t("noGroups")}
            text={t("groupsHelpLong")}
            action={create}
          />
        </Section>
      ) : (
        <Section flush>
          {groups.data.map((group) => (
            <div key={group.id} className={classes.group}>
              <div>
                <GoLink to={`/customers?group=${group.id}`} fw={550} c="inherit">
                  {group.name}
                </GoLink>
                <Text size="sm" c="dimmed">
                  {group.description}
                </Text>
              </div>
              <Text size="sm">{t("members", { count: group.members })}</Text>
              {mayWrite ? (
                <Menu position="bottom-end">
                  <Menu.Target>
                    <ActionIcon variant="subtle" color="gray" aria-label={`${t("editGroup")}: ${group.name}`}>
                      <IconDots size={16} />
                    </ActionIcon>
                  </Menu.Target>
                  <Menu.Dropdown>
                    <Menu.Item onClick={() => setEdited(group)}>{t("edit")}</Menu.Item>
                    <Menu.Item color="red" onClick={() => setDropped(group)}>
                      {t("deleteGroup")}
                    </Menu.Item>
                  </Menu.Dropdown>
                </Menu>
              ) : null}
            </div>
          ))}
        </Section>
      )}
      {edited ? <GroupDialog group={edited === "new" ? null : edited} close={() => setEdited(null)} /> : null}
      {dropped ? <DropDialog group={dropped} close={() => setDropped(null)} /> : null}
    </Page>
  );
}

function GroupDialog({ group, close }: { group: CustomerGroup | null; close: () => void }) {
  const t = useCustomerWords();
  const [name, setName] = useState(group?.name ?? "");
  const [description, setDescription] = useState(group?.description ?? "");
  const options = {
    changes: [adminListCustomerGroups],
    done: () => {
      tell(t("saved"));
      close();
    },
  };
  const create = useWrite(adminCreateCustomerGroup, options);
  const update = useWrite(adminUpdateCustomerGroup, options);
  const error = create.error ?? update.error;
  return (
    <Modal opened onClose={close} title={t(group ? "editGroup" : "newGroup")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const body = { name: name.trim(), description: description.trim() };
          if (group) update.mutate({ path: { group: group.id }, body, version: group.version });
          else create.mutate({ body });
        }}
      >
        <Stack>
          {error ? (
            <Alert color="red" role="alert">
              {error.message}
            </Alert>
          ) : null}
          <TextInput
            label={t("name")}
            maxLength={80}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
          />
          <Textarea
            label={t("description")}
            autosize
            maxLength={500}
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={create.isPending || update.isPending} disabled={!name.trim()}>
              {t("save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function DropDialog({ group, close }: { group: CustomerGroup; close: () => void }) {
  const t = useCustomerWords();
  const drop = useWrite(adminDeleteCustomerGroup, {
    changes: [adminListCustomerGroups],
    done: () => {
      tell(t("groupDeleted", { name: group.name }));
      close();
    },
    failed: tellProblem,
  });
  return (
    <Modal opened onClose={close} title={`${t("deleteGroup")}: ${group.name}`}>
      <Stack>
        <Text size="sm">{t("groupDeleteHelp")}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t("stop")}
          </Button>
          <Button
            color="red"
            loading={drop.isPending}
            onClick={() => drop.mutate({ path: { group: group.id } })}
          >
            {t("deleteGroup")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
