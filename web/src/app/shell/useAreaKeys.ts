import { areas } from "../areas";
import { useGo } from "../here";
import { useKeys } from "../keys";
import { isThere, useMe } from "../may";
import { useLabel } from "../words";

/** The keys of the areas' commands work everywhere. */
export function useAreaKeys(): void {
  const me = useMe();
  const label = useLabel();
  const go = useGo();
  const commands = areas.flatMap((area) => area.commands ?? []).filter((command) => isThere(me, command));
  useKeys(
    commands.flatMap((command) =>
      command.keys === undefined
        ? []
        : [{ keys: command.keys, label: label(command.label), run: () => go(command.to) }],
    ),
  );
}
