import { Code } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { use } from "react";
import { MeContext, type Permission } from "@/app/may";
import { Lonely } from "./Lonely";
import { useKitWords } from "./words";

interface NoPermissionProps {
  permission: Permission | undefined;
  /** 1 when it stands in place of a whole page. */
  level?: 1 | 2;
}

/** Why a page is not shown, and who can change that. */
export function NoPermission({ permission, level = 2 }: NoPermissionProps) {
  const t = useKitWords();
  const me = use(MeContext);
  const names = permission === undefined ? [] : typeof permission === "string" ? [permission] : permission;
  return (
    <Lonely
      level={level}
      title={t("noPermission")}
      picture={<IconLock size={24} />}
      text={t.rich("noPermissionHelp", {
        company: me?.company.name ?? "",
        permission: <Code>{names.join(" / ")}</Code>,
      })}
    />
  );
}
