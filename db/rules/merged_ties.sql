-- What a merge does to consents and memberships, and how its undoing gives them back (rules R12, H17 and H18).

-- Return those of some permissions that are among others too, in their order.
create or replace function narrower(permissions text[], others text[]) returns text[]
language sql immutable as $$
    select array(select permission from unnest(permissions) with ordinality it (permission, place)
                  where permission = any (others) order by place)
$$;

-- Of two live consents for one organisation the narrower stands: what is only offered before what is accepted,
-- and of two alike what both allow. The other is withdrawn, whosever it is.
create or replace function settle_two_consents(its consents, held consents) returns void
language plpgsql as $$
declare
    allowed constant text[] := narrower(held.permissions, its.permissions);
    more constant text[] := narrower(held.offered, its.offered);
begin
    if its.status = 'OFFERED' and held.status = 'ACCEPTED' then
        update consents set status = 'WITHDRAWN', offered = null where id = held.id;
        return;
    end if;
    update consents set status = 'WITHDRAWN', offered = null where id = its.id;
    if its.status = held.status then
        update consents
           set permissions = allowed,
               offered = case when held.offered is not null and its.offered is not null
                                   and more <> allowed then more end
         where id = held.id
           and (permissions <> allowed
                or offered is distinct from
                   case when held.offered is not null and its.offered is not null
                             and more <> allowed then more end);
    end if;
end
$$;

-- Whoever has a user is in nobody's custody, also where the user came with the other record (rule R6).
create or replace function end_custody_of(persons uuid[]) returns void language sql as $$
    update consents
       set permissions = array_remove(permissions, 'CUSTODY'), offered = array_remove(offered, 'CUSTODY')
     where person_id = any (persons) and status in {{live_consents}}
       and ('CUSTODY' = any (permissions) or 'CUSTODY' = any (offered))
       and exists (select from users_who_are(array[person_id]))
$$;

-- Let the consents and memberships of a duplicate be its master's. Whatever changes is an effect of the merge
-- (rule H13), and an event like any other change of it (rule R8).
create or replace function move_ties(duplicate uuid, master uuid) returns void language plpgsql as $$
declare
    its consents;
    held consents;
begin
    if not exists (select from consents where person_id in (duplicate, master))
       and not exists (select from memberships where person_id in (duplicate, master))
    then
        return;
    end if;
    for its in
        select * from consents
         where person_id = duplicate and status in {{live_consents}} order by organisation_id
    loop
        select * into held from consents
         where person_id = master and organisation_id = its.organisation_id
           and status in {{live_consents}};
        if found then
            perform settle_two_consents(its, held);
        end if;
    end loop;
    update memberships joined set ended_on = greatest(current_date, started_on)
     where person_id = duplicate and ended_on is null
       and exists (select from memberships other
                    where other.person_id = master and other.organisation_id = joined.organisation_id
                      and other.title is not distinct from joined.title and other.ended_on is null);
    update memberships set person_id = master where person_id = duplicate;
    update consents set person_id = master where person_id = duplicate;
    perform end_custody_of(array[master]);
    perform keep_reach(array[duplicate, master]);
end
$$;

-- Return what a column said before a merge changed it, as if merges that were undone since had never been.
create or replace function value_before(effect merge_effects) returns jsonb language plpgsql stable as $$
declare
    begun constant timestamptz := (select inserted_at from merged_pairs where id = effect.merged_pair_id);
    known merge_effects := effect;
    earlier merge_effects;
begin
    loop
        select * into earlier from merge_effects
         where resource = effect.resource and resource_id = effect.resource_id
           and column_name = effect.column_name and id < known.id
           and undone_at >= begun and after is not distinct from known.before
         order by id desc limit 1;
        exit when not found;
        known := earlier;
    end loop;
    return known.before;
end
$$;

-- Return how a row is again once a merge is undone: its columns that are as the merge left them. A row that
-- leaves takes back what later merges did to it as well; of one that stays, later merges go on.
create or replace function returning_columns(merge uuid, noun text, row_id uuid, present jsonb)
returns jsonb language plpgsql stable as $$
declare
    leaves constant boolean := exists (
        select from merge_effects
         where merged_pair_id = merge and resource = noun and resource_id = row_id
           and column_name = 'person_id' and undone_at is null);
    since constant uuid := (
        select min(id::text)::uuid from merge_effects
         where merged_pair_id = merge and resource = noun and resource_id = row_id);
    columns jsonb := '{}';
    first merge_effects;
    last merge_effects;
begin
    for first in
        select distinct on (column_name) * from merge_effects
         where resource = noun and resource_id = row_id and id >= since and undone_at is null
           and column_name <> 'version' and (leaves or merged_pair_id = merge)
         order by column_name, id
    loop
        select * into last from merge_effects
         where resource = noun and resource_id = row_id and id >= since and undone_at is null
           and column_name = first.column_name
         order by id desc limit 1;
        if (leaves or last.merged_pair_id = merge)
           and nullif(present -> first.column_name, 'null') is not distinct from last.after
        then
            columns := columns || jsonb_build_object(first.column_name, value_before(first));
        end if;
    end loop;
    return columns;
end
$$;

-- Return the rows of a kind that a merge has changed and that still are so, those that leave before others.
create or replace function ties_of_merge(merge uuid, noun text) returns table (id uuid, leaves boolean)
language sql stable as $$
    select resource_id, bool_or(column_name = 'person_id')
      from merge_effects
     where merged_pair_id = merge and resource = noun and undone_at is null
     group by resource_id
     order by 2 desc, 1
$$;

-- Return how many rows of a kind go back to the duplicate when a merge is undone.
create or replace function returning_ties(merge uuid, noun text) returns integer language sql stable as $$
    select count(*)::integer from ties_of_merge(merge, noun) where leaves
$$;

-- Return the versions of all rows that undoing a merge may change, for the digest of what was looked at.
create or replace function versions_of_ties(merge uuid) returns jsonb language sql stable as $$
    select jsonb_agg(jsonb_build_array(tie.id, tie.version) order by tie.id)
      from (select consents.id, version from ties_of_merge(merge, 'consent') join consents using (id)
             union all
            select memberships.id, version
              from ties_of_merge(merge, 'membership') join memberships using (id)) tie
$$;

-- Write down that what a merge did to a row is undone, and of one that leaves what later merges did.
create or replace function forget_effects(merge uuid, noun text, row_id uuid, leaves boolean)
returns void language sql as $$
    update merge_effects set undone_at = now()
     where resource = noun and resource_id = row_id and undone_at is null
       and (merged_pair_id = merge
            or leaves and id > (select min(id::text)::uuid from merge_effects
                                 where merged_pair_id = merge and resource = noun
                                   and resource_id = row_id))
$$;

-- Give consents and memberships back when a merge is undone. Memberships come first, since a consent that is
-- accepted again would begin one. What is live is not brought back beside another that is live by now.
create or replace function return_ties(merge uuid) returns void language plpgsql as $$
declare
    tie record;
    joined memberships;
    its consents;
    concerned uuid[] := '{}';
begin
    perform set_config('selfsame.returning_ties', 'on', true);
    for tie in select * from ties_of_merge(merge, 'membership') loop
        select * into joined from memberships where id = tie.id for no key update;
        concerned := concerned || joined.person_id;
        joined := jsonb_populate_record(
            joined, returning_columns(merge, 'membership', tie.id, to_jsonb(joined)));
        if joined.ended_on is null and exists (
            select from memberships other
             where other.id <> tie.id and other.person_id = joined.person_id
               and other.organisation_id = joined.organisation_id
               and other.title is not distinct from joined.title and other.ended_on is null)
        then
            joined.ended_on := greatest(current_date, joined.started_on);
        end if;
        perform forget_effects(merge, 'membership', tie.id, tie.leaves);
        update memberships set person_id = joined.person_id, ended_on = joined.ended_on
         where id = tie.id
           and (person_id, ended_on) is distinct from (joined.person_id, joined.ended_on);
        concerned := concerned || joined.person_id;
    end loop;
    for tie in select * from ties_of_merge(merge, 'consent') loop
        select * into its from consents where id = tie.id for no key update;
        concerned := concerned || its.person_id;
        its := jsonb_populate_record(
            its, returning_columns(merge, 'consent', tie.id, to_jsonb(its)));
        if its.status in {{live_consents}} and exists (
            select from consents other
             where other.id <> tie.id and other.person_id = its.person_id
               and other.organisation_id = its.organisation_id and other.status in {{live_consents}})
        then
            its.status := 'WITHDRAWN';
        end if;
        if its.status <> 'ACCEPTED' then
            its.offered := null;
        end if;
        perform forget_effects(merge, 'consent', tie.id, tie.leaves);
        update consents
           set person_id = its.person_id, status = its.status, permissions = its.permissions,
               offered = its.offered
         where id = tie.id
           and (person_id, status, permissions, offered)
               is distinct from (its.person_id, its.status, its.permissions, its.offered);
        concerned := concerned || its.person_id;
    end loop;
    perform set_config('selfsame.returning_ties', '', true);
    concerned := concerned || array(
        select unnest(array[person_id, master_person_id]) from merged_pairs where id = merge);
    perform end_custody_of(concerned);
    perform keep_reach(concerned);
end
$$;
