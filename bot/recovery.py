"""When the key store is lost while a wave is open, the bot does not start: the operator gives the wave up from here."""

from bot.clock import real_clock
from bot.services import Services
from bot.settings import Settings, need
from bot.use_cases import closing
from storage import deployment, migrate, survey, waves
from storage.database import Database
from storage.keys import KeyStore
from surveys.bank import load_bank
from surveys.errors import VorbildError, say
from surveys.journal import OPERATOR, Deed, Entry
from surveys.waves import Wave, WaveState


def lost_wave(settings: Settings, name: str, *, give_up: bool) -> Wave:
    """Find a survey's open wave, whose key must be lost, and declare it void if told to; the journal says so to all."""
    secret = need(settings.secret, "VORBILD_SECRET", say("Make one with: {command}", command="openssl rand -hex 32"))
    database = Database(settings.database_url)
    migrate.upgrade(database)
    with database.transaction() as session:
        deployment.refuse_half_restored(session)
        deployment_id = deployment.identify(session)
    keys = KeyStore(settings.keys_url, secret)
    services = Services(database, keys, load_bank(), real_clock, settings.time_zone, deployment_id)
    try:
        wave = _open_wave(services, name)
        if services.keys.find(wave.id) is not None:
            raise VorbildError(say("This wave can be counted: its key is there. Nothing was changed."))
        if give_up:
            closing.declare_void(services, wave, Entry(services.clock(), OPERATOR, Deed.WAVE_VOIDED, name))
        return wave
    finally:
        services.close()


def _open_wave(services: Services, name: str) -> Wave:
    with services.database.reading() as session:
        each = survey.find_by_name(session, name)
        still_open = [] if each is None else waves.in_state(session, WaveState.OPEN, survey_id=each.id)
    if not still_open:
        raise VorbildError(say("“{name}” has no open wave. Nothing was changed.", name=name))
    return still_open[0]
