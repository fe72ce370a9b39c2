-- Return the person that a record stands for today: itself, or the one it was merged into (B11).
-- That is one step at most, but for the middle of a transaction: the trigger below is deferred.
create or replace function standing_person(person uuid) returns uuid language plpgsql stable as $$
declare
    standing uuid := person;
    next_master uuid;
begin
    loop
        select master_person_id into next_master from persons where id = standing;
        exit when next_master is null;
        standing := next_master;
    end loop;
    return standing;
end
$$;

-- Refuse a master that is merged into another itself: a chain or a circle of masters is never
-- stored (rule B11).
create or replace function master_stands() returns trigger language plpgsql as $$
begin
    if new.master_person_id is not null
       and exists (select from persons
                    where id = new.master_person_id and master_person_id is not null)
       or new.status = 'INACTIVE' and new.master_person_id is not null
       and exists (select from persons where master_person_id = new.id)
    then
        raise exception 'A master of persons is not merged into another'
            using errcode = 'integrity_constraint_violation',
                  constraint = 'a_master_stands_itself';
    end if;
    return null;
end
$$;

do $$
begin
    if not exists (select from pg_trigger where tgname = 'a_master_stands_itself') then
        create constraint trigger a_master_stands_itself
            after insert or update of master_person_id, status on persons
            deferrable initially deferred
            for each row when (new.master_person_id is not null)
            execute function master_stands();
    end if;
end
$$;
