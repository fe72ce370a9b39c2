-- The tree of organisations (rule R1): who stands above whom, how deep it may be, and what an organisation
-- that has ended takes no longer.

-- Return where somebody stands who would stand below a parent, counted from the root.
create or replace function depth_below(parent uuid) returns integer language sql stable as $$
    select 1 + count(*)::integer from organisation_paths where organisation_id = parent
$$;

-- Give a new organisation its path: itself, and all that are above its parent. Whoever moves an organisation
-- holds the lock of the tree alone, so that no path is read that somebody is changing. The parent is locked
-- as long as it must stay active.
create or replace function organisation_stands() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock_shared({{lock_of_organisations}});
    -- Where one statement adds several, each comes after its parent: a circle could be added otherwise.
    if new.parent_id is not null
       and not exists (select from organisation_paths where organisation_id = new.parent_id)
    then
        raise exception 'Organisation % is not there yet', new.parent_id
            using errcode = 'check_violation', constraint = 'no_organisation_contains_itself';
    end if;
    if new.parent_id is not null
       and new.status = 'ACTIVE'
       and (select status from organisations where id = new.parent_id for share) <> 'ACTIVE'
    then
        raise exception 'Organisation % is not active', new.parent_id
            using errcode = 'check_violation', constraint = 'a_parent_is_active';
    end if;
    if depth_below(new.parent_id) > {{deepest_organisation}} then
        raise exception 'Organisations are at most % deep', {{deepest_organisation}}
            using errcode = 'check_violation', constraint = 'organisations_have_a_depth';
    end if;
    insert into organisation_paths (organisation_id, ancestor_id)
    select new.id, ancestor_id from organisation_paths where organisation_id = new.parent_id
    union all
    select new.id, new.id;
    return null;
end
$$;

create or replace trigger organisation_stands after insert on organisations
    for each row execute function organisation_stands();

-- Refuse that an organisation stands below another parent, with all below it, where that cannot be.
create or replace function check_move(moved uuid, parent uuid) returns void language plpgsql as $$
begin
    if exists (select from organisation_paths where organisation_id = parent and ancestor_id = moved) then
        raise exception 'Organisation % is above % already', moved, parent
            using errcode = 'check_violation', constraint = 'no_organisation_contains_itself';
    end if;
    if parent is not null
       and (select status from organisations where id = parent for share) <> 'ACTIVE'
    then
        raise exception 'Organisation % is not active', parent
            using errcode = 'check_violation', constraint = 'a_parent_is_active';
    end if;
    if depth_below(parent) - 1 + (
        select max(depth) from (
            select count(*) as depth from organisation_paths below
              join organisation_paths between_them
                on between_them.organisation_id = below.organisation_id
               and between_them.ancestor_id in (
                   select organisation_id from organisation_paths where ancestor_id = moved)
             where below.ancestor_id = moved
             group by below.organisation_id) as counted) > {{deepest_organisation}}
    then
        raise exception 'Organisations are at most % deep', {{deepest_organisation}}
            using errcode = 'check_violation', constraint = 'organisations_have_a_depth';
    end if;
    if exists (
        select from organisations mine
          join organisations other on other.id <> mine.id and other.parent_id is not distinct from parent
           and {{key_of_other_name}} = {{key_of_own_name}}
         where mine.id = moved)
    then
        raise exception 'Another organisation below % is called so', parent
            using errcode = 'unique_violation', constraint = 'one_organisation_per_parent_and_name';
    end if;
end
$$;

-- Let an organisation and all below it stand below another parent, or none. One move at a time.
create or replace function organisation_moves() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock({{lock_of_organisations}});
    perform check_move(new.id, new.parent_id);
    -- Who was above it is above nobody of it any more, and who is above it now is above all of it.
    delete from organisation_paths path
     using organisation_paths below
     where below.ancestor_id = new.id and path.organisation_id = below.organisation_id
       and path.ancestor_id not in (
           select organisation_id from organisation_paths where ancestor_id = new.id);
    insert into organisation_paths (organisation_id, ancestor_id)
    select below.organisation_id, above.ancestor_id
      from organisation_paths below, organisation_paths above
     where below.ancestor_id = new.id and above.organisation_id = new.parent_id;
    return null;
end
$$;

create or replace trigger organisation_moves after update of parent_id on organisations
    for each row when (new.parent_id is distinct from old.parent_id)
    execute function organisation_moves();

-- Who ends an organisation has ended all below it before: a new one below it waits for this, or is waited for.
create or replace function organisation_ends() returns trigger language plpgsql as $$
begin
    if exists (select from organisations where parent_id = new.id and status = 'ACTIVE') then
        raise exception 'Organisation % has active ones below it', new.id
            using errcode = 'check_violation', constraint = 'none_below_an_ended_one_is_active';
    end if;
    return null;
end
$$;

create or replace trigger organisation_ends after update of status on organisations
    for each row when (old.status = 'ACTIVE' and new.status <> 'ACTIVE')
    execute function organisation_ends();

-- Every change of an organisation is its next version (rule R7).
create or replace trigger count_version before update on organisations
    for each row when (new.* is distinct from old.*) execute function count_version();
