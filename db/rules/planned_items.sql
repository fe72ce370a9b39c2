-- What would become of all that two organisations have, and whether that is so still (rules W1 to W4). Of each pair
-- the source goes on in its target, or persons of it do.

-- Return who is tied to an organisation now, by memberships that go on and by live consents, with the versions
-- of these; of all, or of those asked about.
create or replace function open_ties(place uuid, asked uuid[]) returns table (person_id uuid, versions text)
language sql stable as $$
    select person_id, string_agg(tie, ' ' order by tie)
      from (select person_id, id || ':' || version as tie from memberships
             where organisation_id = place and ended_on is null
               and (asked is null or person_id = any (asked))
            union all
            select person_id, id || ':' || version from consents
             where organisation_id = place and status in {{live_consents}}
               and (asked is null or person_id = any (asked))) ties
     group by person_id
$$;

-- Return the versions that a plan names of a person: of the record, and of what ties it here and there.
create or replace function planned_versions(record integer, here text, there text) returns text
language sql immutable as $$
    select concat_ws(' ', record::text, 'from', here, 'into', there)
$$;

-- Return of whom both organisations have a live consent and not the same one, with what would stand of the two: its
-- status, then its permissions (rules R12 and W3). As `settle_two_consents`, whose own words these are.
create or replace function differing_consents(from_place uuid, into_place uuid)
returns table (person_id uuid, stands text) language sql stable as $$
    select mine.person_id,
           concat_ws(' ', case when 'OFFERED' in (mine.status, other.status) then 'OFFERED' else mine.status end,
                     nullif(array_to_string(
                         case when mine.status = other.status then narrower(other.permissions, mine.permissions)
                              when mine.status = 'OFFERED' then mine.permissions
                              else other.permissions end, ' '), ''))
      from consents mine
      join consents other using (person_id)
     where mine.organisation_id = from_place and other.organisation_id = into_place
       and mine.status in {{live_consents}} and other.status in {{live_consents}}
       and (mine.status <> other.status
            or not (mine.permissions <@ other.permissions and other.permissions <@ mine.permissions)
            or (mine.offered is null) <> (other.offered is null)
            or not (mine.offered <@ other.offered and other.offered <@ mine.offered))
$$;

-- Return a number as it is compared, null where it is none: blank, or one character again and again.
create or replace function comparable_number(number text) returns text language sql immutable as $$
    select nullif(regexp_replace(translate(fold_name(number), ' -', ''), '^(.)\1*$', ''), '')
$$;

-- Return what becomes of persons. Two of name, birth date and number equal make two records likely the same;
-- one of name and number is told alone. Those who may be one come in clusters (rule W3). A transfer is of those
-- chosen, null for all, and names none of its target's own.
create or replace function persons_of_plan(from_place uuid, into_place uuid, keeps boolean, chosen uuid[])
returns setof plan_items language sql stable as $$
    with recursive
    tied as materialized (
        select person_id as id, max(versions) filter (where is_here) as here,
               max(versions) filter (where not is_here) as there
          from (select true as is_here, * from open_ties(from_place, null)
                union all
                select false, * from open_ties(into_place, null)) ties
         group by person_id),
    known as materialized (
        select tied.*, person.version, tied.there is not null as is_target,
               tied.here is not null and (chosen is null or picked.id is not null) as is_source,
               nullif(concat_ws(' ', normalized_name(person.first_name), normalized_name(person.last_name)), '')
                   as name,
               case when person.birth_date in {{placeholder_days}} then null else person.birth_date end as birth,
               comparable_number(person.tax_id) as tax,
               case when person.national_id in {{placeholder_national_ids}} then null
                    else comparable_number(person.national_id) end as national
          from tied join persons person using (id)
          left join (select distinct unnest(chosen) as id) picked using (id)),
    pairs as materialized (
        select mine.id as one, other.id as other
          from known mine join known other on other.name = mine.name and other.birth = mine.birth
         where mine.is_source and other.is_target and mine.id <> other.id
        union
        select mine.id, other.id
          from known mine join known other on other.tax = mine.tax
           and (other.name = mine.name or other.birth = mine.birth)
         where mine.is_source and other.is_target and mine.id <> other.id
        union
        select mine.id, other.id
          from known mine join known other on other.national = mine.national
           and (other.name = mine.name or other.birth = mine.birth)
         where mine.is_source and other.is_target and mine.id <> other.id),
    edges as (select one, other from pairs union select other, one from pairs),
    reached as (
        select one, other from edges
        union
        select reached.one, edges.other from reached join edges on edges.one = reached.other),
    clusters as (
        select one as id, dense_rank() over (order by first) as number
          from (select one, min(other::text) as first from reached group by one) firsts),
    partners as (
        select pairs.one as id, array_agg(other.id order by other.id) as likely,
               count(*) filter (where other.name = mine.name) as by_name,
               count(*) filter (where other.tax = mine.tax) as by_tax,
               count(*) filter (where other.national = mine.national) as by_national
          from pairs join known mine on mine.id = pairs.one join known other on other.id = pairs.other
         group by pairs.one),
    names as (select name, count(*) as others from known where is_target group by name),
    taxes as (select tax, count(*) as others from known where is_target group by tax),
    nationals as (select national, count(*) as others from known where is_target group by national)
    select null::uuid, null::uuid, 'person',
           case when is_source then 'Person' end, case when is_source then id end,
           case when is_target or likely is not null then 'Person' end,
           case when is_target then id else likely[1] end,
           case when not is_source then 'RETAIN' when is_target then 'MERGE' else 'MOVE' end,
           array_remove(array[
               case when is_source and is_target then 'SAME_PERSON' end,
               case when clusters.number is not null then 'LIKELY_SAME' end,
               case when is_source
                         and (taxes.others > coalesce(by_tax, 0) + is_target::integer
                              or nationals.others > coalesce(by_national, 0) + is_target::integer)
                    then 'ID_ONLY' end,
               case when is_source and names.others > coalesce(by_name, 0) + is_target::integer
                    then 'NAME_ONLY' end,
               case when is_source and consent.stands is not null then 'CONSENT' end], null),
           null::text, clusters.number::integer, coalesce(likely, '{}'),
           case when is_source then consent.stands end,
           planned_versions(version, here, there), null::text
      from known
      left join clusters using (id)
      left join partners using (id)
      left join names using (name)
      left join taxes using (tax)
      left join nationals using (national)
      left join differing_consents(from_place, into_place) consent on consent.person_id = known.id
     where is_source or is_target and not keeps
$$;

-- Return what becomes of the two organisations and of those directly below them. What would have the name of
-- another one there is renamed.
create or replace function organisations_of_plan(from_place uuid, into_place uuid, keeps boolean)
returns setof plan_items language sql stable as $$
    select null::uuid, null::uuid, 'organisation', 'Organisation', mine.id, 'Organisation', into_place,
           case when keeps then 'RETAIN' else 'MERGE_INTO' end, '{}'::text[],
           case when keeps then null
                when exists (select from organisation_paths
                              where (organisation_id, ancestor_id) in
                                    ((from_place, into_place), (into_place, from_place)))
                then {{blocked_within}}
                when depth_below(into_place) > {{deepest_organisation}} then {{blocked_depth}} end,
           null::integer, '{}'::uuid[],
           case when not keeps and exists (
                    select from organisations other
                     where other.parent_id in (from_place, into_place)
                       and {{key_of_other_name}} = {{key_of_own_name}})
                then left(mine.name, 189) || ' (' || right(mine.id::text, 8) || ')' end,
           concat_ws(' ', mine.status, case when not keeps then mine.version end,
                     target.status, case when not keeps then target.version end),
           null::text
      from organisations mine, organisations target
     where mine.id = from_place and target.id = into_place
    union all
    select null, null, 'organisation', 'Organisation', mine.id, 'Organisation', taken.id,
           case when taken.id is null then 'MOVE' else 'RENAME' end, '{}',
           case when depth_below(into_place) - depth_below(mine.id) + (
                         select max(depth_below(organisation_id)) from organisation_paths
                          where ancestor_id = mine.id) > {{deepest_organisation}}
                then {{blocked_depth}}
                when taken.id is not null and exists (
                         select from organisations other, (select renamed.name) mine
                          where other.parent_id in (from_place, into_place)
                            and {{key_of_other_name}} = {{key_of_own_name}})
                then {{blocked_name}} end,
           null, '{}', case when taken.id is not null then renamed.name end, mine.version::text, null
      from organisations mine
      join organisations source on source.id = mine.parent_id
     cross join lateral (
           select left(mine.name, 98) || ' (' || left(source.name, 98) || ')' as name) renamed
      left join lateral (
           select other.id from organisations other
            where other.parent_id = into_place and {{key_of_other_name}} = {{key_of_own_name}}) taken on true
     where mine.parent_id = from_place and not keeps
    union all
    select null, null, 'organisation', null, null, 'Organisation', id, 'RETAIN', '{}', null, null, '{}', null,
           version::text, null
      from organisations
     where parent_id = into_place and not keeps
$$;

-- Return what becomes of who works for them, and of machines that are bound to them. Of a role that somebody
-- holds in both, the target's grant stays.
create or replace function staff_of_plan(from_place uuid, into_place uuid) returns setof plan_items
language sql stable as $$
    with held as (
        select user_id, bool_or(organisation_id = from_place) as is_source,
               bool_or(organisation_id = into_place) as is_target,
               string_agg(id || ':' || version, ' ' order by id) as versions
          from role_grants
         where organisation_id in (from_place, into_place)
         group by user_id)
    select null::uuid, null::uuid, 'user', case when is_source then 'User' end,
           case when is_source then user_id end, case when is_target then 'User' end,
           case when is_target then user_id end,
           case when not is_source then 'RETAIN' when is_target then 'MERGE' else 'MOVE' end,
           '{}'::text[], null::text, null::integer, '{}'::uuid[], null::text, versions, null::text
      from held
    union all
    select null, null, 'client', case when organisation_id = from_place then 'Client' end,
           case when organisation_id = from_place then id end,
           case when organisation_id = into_place then 'Client' end,
           case when organisation_id = into_place then id end,
           case when organisation_id = from_place then 'MOVE' else 'RETAIN' end,
           '{}', null, null, '{}', name, '', null
      from clients
     where organisation_id in (from_place, into_place)
    union all
    select null, null, 'invitation', 'Invitation', id, null, null, 'END', '{INVITATION}', {{blocked_invitation}},
           null, '{}', null, role, null
      from invitations
     where organisation_id = from_place and status = 'PENDING' and expires_at > now()
$$;

-- Return what becomes of links with sources, and of what is switched on or off by them.
create or replace function links_of_plan(from_place uuid, into_place uuid) returns setof plan_items
language sql stable as $$
    select null::uuid, null::uuid, 'source_link', 'SourceLink', mine.id,
           case when other.id is not null then 'SourceLink' end, other.id, 'MOVE',
           case when other.id is null then '{}' else '{SETTING}' end::text[],
           case when other.environment = mine.environment then {{blocked_external_id}}
                when other.id is not null then {{blocked_environment}} end,
           null::integer, '{}'::uuid[], null::text,
           concat_ws(' ', mine.environment, mine.external_id, mine.every_minutes), null::text
      from source_links mine
      left join lateral (
           select * from source_links other
            where other.organisation_id = into_place and other.source_id = mine.source_id
            order by (other.environment = mine.environment) desc, id limit 1) other on true
     where mine.organisation_id = from_place
    union all
    select null, null, 'source_link', null, null, 'SourceLink', id, 'RETAIN', '{}', null, null, '{}', null,
           concat_ws(' ', environment, external_id, every_minutes), null
      from source_links
     where organisation_id = into_place
    union all
    select null, null, 'switch', 'SourceLink', mine.id, case when other.id is not null then 'SourceLink' end,
           other.id, 'MOVE', case when other.id is null then '{}' else '{SETTING}' end::text[],
           case when other.id is not null then {{blocked_switch}} end, null, '{}', its.feature,
           its."isOn"::text, null
      from source_links mine
     cross join lateral jsonb_to_recordset(switches_of(mine.id)) its (feature text, "isOn" boolean)
      left join lateral (
           select other.id
             from source_links other
            cross join lateral jsonb_to_recordset(switches_of(other.id)) theirs (feature text, "isOn" boolean)
            where other.organisation_id = into_place and other.environment = mine.environment
              and theirs.feature = its.feature and theirs."isOn" <> its."isOn"
            order by other.id limit 1) other on true
     where mine.organisation_id = from_place
$$;

-- Return all that becomes of what two organisations have: what a plan is, before it is written down.
create or replace function items_of_plan(from_place uuid, into_place uuid, keeps boolean, chosen uuid[])
returns setof plan_items language sql stable as $$
    select * from organisations_of_plan(from_place, into_place, keeps)
    union all
    select * from persons_of_plan(from_place, into_place, keeps, chosen)
    union all
    select * from staff_of_plan(from_place, into_place) where not keeps
    union all
    select * from links_of_plan(from_place, into_place) where not keeps
$$;
