"""Attributes that describe products, and the sets that serve as templates of them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec
from msgspec import UNSET

from duka.catalog import search_text
from duka.catalog.errors import AttributeInUse, AttributeNotFound, AttributeSetInUse, CodeTaken
from duka.catalog.findings import Findings
from duka.catalog.inputs import AttributeChange, AttributeTexts, NewAttribute, NewAttributeSet, SetMember
from duka.catalog.service import rows
from duka.kernel import trail
from duka.kernel.context import Context
from duka.kernel.ids import new_id
from duka.kernel.quantity import UNITS

NAME, CHOICE, CHOICES, MEMBERS = 80, 100, 200, 100


def create_attribute(ctx: Context, new: NewAttribute) -> UUID:
    """`choices` belong to the kind choice; `unit` (UN/CEFACT) to measure, where empty means any. Refuses
    InvalidInput and CodeTaken."""
    ctx.require("products:write")
    f = Findings()
    choices = _choices(f, new.choices)
    if bool(choices) != (new.kind == "choice"):
        f.note("choices", "an attribute of the kind choice needs choices, and only such a one")
    if new.unit and (new.kind != "measure" or new.unit not in UNITS):
        f.note("unit", f"only measures have a unit, one of {', '.join(UNITS)}")
    row = {
        "id": new_id(),
        "code": f.code("code", new.code),
        "name": f.line("name", new.name, NAME, needed=True),
        "kind": new.kind,
        "choices": choices,
        "unit": new.unit,
        "is_filter": new.is_filter,
        "is_public": new.is_public,
        "translations": _translations(f, new.translations, choices),
    }
    f.refuse()
    made = ctx.db.value(
        """insert into attributes (tenant_id, id, code, name, kind, choices, unit, is_filter, is_public,
             translations)
           select %(tenant)s, r.id, r.code, r.name, r.kind, r.choices, r.unit, r.is_filter, r.is_public,
             r.translations
           from jsonb_populate_record(null::attributes, %(row)s::jsonb) r
           on conflict (tenant_id, code) do nothing returning id""",
        row=rows.encoded(row),
    )
    if made is None:
        raise CodeTaken(code=new.code)
    id: UUID = made
    trail.note(ctx, "attribute.created", "attribute", id, after=_told(row))
    return id


def update_attribute(ctx: Context, attribute_id: UUID, change: AttributeChange) -> None:
    """Change what is given. Translations of choices follow into the products' search text. Refuses
    AttributeNotFound, InvalidInput, and AttributeInUse when products hold a choice that would go."""
    ctx.require("products:write")
    row = ctx.db.one(
        "select a.* from attributes a where a.tenant_id = %(tenant)s and a.id = %(id)s for update",
        id=attribute_id,
    )
    if row is None:
        raise AttributeNotFound()
    f = Findings()
    fields: dict[str, object] = {}
    if change.name is not UNSET:
        fields["name"] = f.line("name", change.name, NAME, needed=True)
    if change.is_filter is not UNSET:
        fields["is_filter"] = change.is_filter
    if change.is_public is not UNSET:
        fields["is_public"] = change.is_public
    choices = row.choices
    if change.choices is not UNSET:
        choices = fields["choices"] = _choices(f, change.choices)
        if bool(choices) != (row.kind == "choice"):
            f.note("choices", "an attribute of the kind choice needs choices, and only such a one")
    if change.translations is not UNSET:
        fields["translations"] = _translations(f, change.translations, choices)
    f.refuse()
    gone = [choice for choice in row.choices if choice not in choices]
    if gone and ctx.db.value(
        """select exists (select from products p where p.tenant_id = %(tenant)s
                          and p.attributes ->> %(code)s = any(%(gone)s))""",
        code=row.code,
        gone=gone,
    ):
        raise AttributeInUse()
    ctx.db.run(
        """update attributes a set name = r.name, is_filter = r.is_filter, choices = r.choices,
                  is_public = r.is_public, translations = r.translations
           from attributes o, jsonb_populate_record(o, %(row)s::jsonb) r
           where a.tenant_id = %(tenant)s and a.id = %(id)s and o.tenant_id = a.tenant_id and o.id = a.id""",
        id=attribute_id,
        row=rows.encoded(fields),
    )
    before = {name: getattr(row, name) for name in fields}
    trail.note(
        ctx, "attribute.updated", "attribute", attribute_id, before=before, after=fields, code=row.code
    )
    if "translations" in fields and row.kind == "choice":
        holders = ctx.db.all(
            """select p.id from products p
               where p.tenant_id = %(tenant)s and p.attributes ? %(code)s order by p.id""",
            code=row.code,
        )
        search_text.refresh(ctx, [holder.id for holder in holders])


def delete_attribute(ctx: Context, attribute_id: UUID) -> None:
    """Out of every set, too. Refuses AttributeNotFound, and AttributeInUse while a product has a value of
    it."""
    ctx.require("products:write")
    row = ctx.db.one(
        """select a.code, a.name, exists (select from products p
                          where p.tenant_id = %(tenant)s and p.attributes ? a.code) as is_used
           from attributes a where a.tenant_id = %(tenant)s and a.id = %(id)s for update of a""",
        id=attribute_id,
    )
    if row is None:
        raise AttributeNotFound()
    if row.is_used:
        raise AttributeInUse()
    ctx.db.run("delete from attributes a where a.tenant_id = %(tenant)s and a.id = %(id)s", id=attribute_id)
    gone = {"code": row.code, "name": row.name}
    trail.note(ctx, "attribute.deleted", "attribute", attribute_id, before=gone)


def create_attribute_set(ctx: Context, new: NewAttributeSet) -> UUID:
    """A template. Refuses InvalidInput, CodeTaken and AttributeNotFound (a member)."""
    ctx.require("products:write")
    f = Findings()
    code, name = f.code("code", new.code), f.line("name", new.name, NAME, needed=True)
    _refuse_repeated(f, new.members)
    f.refuse()
    made = ctx.db.value(
        """insert into attribute_sets (tenant_id, id, code, name)
           values (%(tenant)s, %(id)s, %(code)s, %(name)s)
           on conflict (tenant_id, code) do nothing returning id""",
        id=new_id(),
        code=code,
        name=name,
    )
    if made is None:
        raise CodeTaken(code=code)
    id: UUID = made
    _set_members(ctx, id, new.members)
    made_of = {"code": code, "name": name, "members": _members_told(new.members)}
    trail.note(ctx, "attribute_set.created", "attribute_set", id, after=made_of)
    return id


def update_attribute_set(ctx: Context, set_id: UUID, name: str, members: Sequence[SetMember]) -> None:
    """Give the set this name and these members. Products keep values of attributes that leave it until they
    are changed. Refuses AttributeNotFound (the set or a member) and InvalidInput."""
    ctx.require("products:write")
    f = Findings()
    name = f.line("name", name, NAME, needed=True)
    _refuse_repeated(f, members)
    f.refuse()
    row = ctx.db.one(
        """select s.name, array(select case when m.is_required then a.code || ' (required)' else a.code end
                              from attribute_set_members m
                              join attributes a on a.tenant_id = m.tenant_id and a.id = m.attribute_id
                              where m.tenant_id = s.tenant_id and m.attribute_set_id = s.id
                              order by m.position) as members
           from attribute_sets s where s.tenant_id = %(tenant)s and s.id = %(id)s for no key update of s""",
        id=set_id,
    )
    if row is None:
        raise AttributeNotFound()
    ctx.db.run(
        "update attribute_sets set name = %(name)s where tenant_id = %(tenant)s and id = %(id)s",
        id=set_id,
        name=name,
    )
    ctx.db.run(
        "delete from attribute_set_members where tenant_id = %(tenant)s and attribute_set_id = %(id)s",
        id=set_id,
    )
    _set_members(ctx, set_id, members)
    before = {"name": row.name, "members": row.members}
    after = {"name": name, "members": _members_told(members)}
    trail.note(ctx, "attribute_set.updated", "attribute_set", set_id, before=before, after=after)


def delete_attribute_set(ctx: Context, set_id: UUID) -> None:
    """Refuses AttributeNotFound, and AttributeSetInUse while products are made from it."""
    ctx.require("products:write")
    row = ctx.db.one(
        """select s.code, s.name, exists (select from products p
                          where p.tenant_id = %(tenant)s and p.attribute_set_id = s.id) as is_used
           from attribute_sets s where s.tenant_id = %(tenant)s and s.id = %(id)s for update of s""",
        id=set_id,
    )
    if row is None:
        raise AttributeNotFound()
    if row.is_used:
        raise AttributeSetInUse()
    ctx.db.run("delete from attribute_sets s where s.tenant_id = %(tenant)s and s.id = %(id)s", id=set_id)
    gone = {"code": row.code, "name": row.name}
    trail.note(ctx, "attribute_set.deleted", "attribute_set", set_id, before=gone)


def _told(attribute: Mapping[str, object]) -> dict[str, object]:
    return {name: attribute[name] for name in ("code", "name", "kind", "is_filter", "is_public")}


def _members_told(members: Sequence[SetMember]) -> list[str]:
    return [f"{m.attribute} (required)" if m.is_required else m.attribute for m in members]


def _set_members(ctx: Context, set_id: UUID, members: Sequence[SetMember]) -> None:
    written = ctx.db.run(
        """insert into attribute_set_members (tenant_id, attribute_set_id, attribute_id, position,
                                              is_required)
           select %(tenant)s, %(set)s, a.id, m.place - 1, m.is_required
           from unnest(%(codes)s::text[], %(required)s::boolean[]) with ordinality
                as m (code, is_required, place)
           join attributes a on a.tenant_id = %(tenant)s and a.code = m.code""",
        set=set_id,
        codes=[member.attribute for member in members],
        required=[member.is_required for member in members],
    )
    if written != len(members):
        raise AttributeNotFound()


def _refuse_repeated(f: Findings, members: Sequence[SetMember]) -> None:
    if len(members) > MEMBERS:
        f.note("members", f"{MEMBERS} attributes at most")
    if len({member.attribute for member in members}) < len(members):
        f.note("members", "an attribute is there twice")
    for number, member in enumerate(members[:MEMBERS]):
        f.code(f"members.{number}.attribute", member.attribute)


def _choices(f: Findings, given: Sequence[str]) -> list[str]:
    if len(given) > CHOICES:
        f.note("choices", f"{CHOICES} choices at most")
        return []
    found = [f.line(f"choices.{n}", choice, CHOICE, needed=True) for n, choice in enumerate(given)]
    if len({choice.casefold() for choice in found}) < len(found):
        f.note("choices", "a choice is there twice")
    return found


def _translations(
    f: Findings, given: Mapping[str, AttributeTexts], choices: Sequence[str]
) -> dict[str, object]:
    found: dict[str, object] = {}
    for locale, texts in f.locales("translations", given):
        at = f"translations.{locale}"
        if set(texts.choices) - set(choices):
            f.note(f"{at}.choices", "translate only choices of this attribute")
        labels = {
            choice: f.line(f"{at}.choices", label, CHOICE)
            for choice, label in texts.choices.items()
            if choice in choices
        }
        found[locale] = msgspec.to_builtins(AttributeTexts(f.line(f"{at}.name", texts.name, NAME), labels))
    return found
