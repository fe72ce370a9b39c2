-- Return what a certificate of a record may say, by the names of a template's fields (rule C13): what
-- is declared, its number and day of registration, and as registrar the user who certifies, or else who
-- registered it.
create or replace function certificate_values(event uuid, certifier uuid) returns jsonb
language sql stable as $$
    with record as (select * from vital_events where id = event),
    registered as (
        select inserted_at, actor_id from audit_log
         where resource = 'vital_event' and resource_id = event
           and action = (select lower(kind) from record) || '.registered'
         order by inserted_at, id limit 1),
    people as (
        select case role when 'SPOUSE' then 'spouses.' || position
                         when 'WITNESS' then 'witnesses.' || position
                         when 'INFORMANT' then 'informant.individual'
                         else lower(role) end as path, person.*
          from individuals person where vital_event_id = event and certificate_id is null),
    said as (
        select path || '.' || field as name, value
          from people,
               lateral (values ('firstName', first_name), ('secondName', second_name),
                               ('lastName', last_name), ('gender', gender),
                               ('birthDate', coalesce(birth_date::text, partial_birth_date)),
                               ('nationalId', national_id)) part (field, value)
        union all
        select field, value
          from record,
               lateral (values
                   ('registrationNumber', registration_number),
                   ('registrationDate', (select (inserted_at at time zone 'UTC')::date::text
                                           from registered)),
                   ('registrar', (select display_name from users
                                   where id = coalesce(certifier,
                                                       (select actor_id from registered)))),
                   (case kind when 'BIRTH' then 'placeOfBirth' when 'DEATH' then 'placeOfDeath'
                              else 'placeOfMarriage' end, place),
                   (case kind when 'DEATH' then 'dateOfDeath' when 'MARRIAGE' then 'dateOfMarriage'
                    end, coalesce(partial_event_date, event_date::text)),
                   ('causeOfDeath', cause_of_death),
                   ('lateRegistrationReason', late_registration_reason),
                   ('informant.relationship', informant_relationship),
                   ('informant.email', informant_email),
                   ('informant.phoneNumber', informant_phone_number),
                   ('multipleBirth.of', multiple_birth_of::text),
                   ('multipleBirth.order', multiple_birth_order::text)) part (field, value))
    select jsonb_object_agg(name, value) from said where name is not null and value is not null
$$;

-- Return what the receipt for a certificate says besides the payment (rule C8): who collects it by name,
-- as the certificate or else the record has them, and where they paid.
create or replace function receipt_values(certificate uuid, issuer uuid, office text) returns jsonb
language sql stable as $$
    select jsonb_build_object(
               'kind', event.kind,
               'registrationNumber', event.registration_number,
               'serialNumber', made.serial_number,
               'relationship', made.relationship,
               'office', office,
               'registrar', coalesce((select display_name from users where id = issuer),
                                     made.values ->> 'registrar'),
               'payer', (select string_agg(concat_ws(' ', person.first_name, person.second_name,
                                                     person.last_name), ', ' order by position)
                           from individuals person
                          where person.vital_event_id = event.id
                            and (person.certificate_id = made.id
                                 or person.certificate_id is null
                                    and person.role = made.relationship
                                    and not exists (select from individuals named
                                                     where named.certificate_id = made.id))))
      from certificates made join vital_events event on event.id = made.vital_event_id
     where made.id = certificate
$$;
