"""Names of the twelve months, in the languages of the policies, as they stand in a date."""

from __future__ import annotations

_NAMES = """
en: january jan | february feb | march mar | april apr | may | june jun | july jul | august aug | september sept sep | october oct | november nov | december dec
de: januar jänner jan | februar feber feb | märz maerz mär mrz | april apr | mai | juni jun | juli jul | august aug | september sept sep | oktober okt | november nov | dezember dez
fr: janvier janv | février fevrier févr fév | mars | avril avr | mai | juin | juillet juil | août aout | septembre sept | octobre oct | novembre nov | décembre decembre déc
it: gennaio gen | febbraio feb | marzo mar | aprile apr | maggio mag | giugno giu | luglio lug | agosto ago | settembre set sett | ottobre ott | novembre nov | dicembre dic
es: enero ene | febrero feb | marzo mar | abril abr | mayo may | junio jun | julio jul | agosto ago | septiembre setiembre sep sept | octubre oct | noviembre nov | diciembre dic
pt: janeiro jan | fevereiro fev | março marco mar | abril abr | maio mai | junho jun | julho jul | agosto ago | setembro set | outubro out | novembro nov | dezembro dez
nl: januari jan | februari feb | maart mrt | april apr | mei | juni jun | juli jul | augustus aug | september sep | oktober okt | november nov | december dec
pl: stycznia styczeń | lutego luty | marca marzec | kwietnia kwiecień | maja maj | czerwca czerwiec | lipca lipiec | sierpnia sierpień | września wrzesień | października październik | listopada listopad | grudnia grudzień
cs: ledna leden | února únor | března březen | dubna duben | května květen | června červen | července červenec | srpna srpen | září | října říjen | listopadu | prosince prosinec
sk: januára január | februára február | marca marec | apríla apríl | mája máj | júna jún | júla júl | augusta august | septembra september | októbra október | novembra november | decembra december
sv: januari jan | februari feb | mars mar | april apr | maj | juni jun | juli jul | augusti aug | september sep | oktober okt | november nov | december dec
da: januar jan | februar feb | marts mar | april apr | maj | juni jun | juli jul | august aug | september sep | oktober okt | november nov | december dec
no: januar jan | februar feb | mars mar | april apr | mai | juni jun | juli jul | august aug | september sep | oktober okt | november nov | desember des
fi: tammikuuta tammikuu | helmikuuta helmikuu | maaliskuuta maaliskuu | huhtikuuta huhtikuu | toukokuuta toukokuu | kesäkuuta kesäkuu | heinäkuuta heinäkuu | elokuuta elokuu | syyskuuta syyskuu | lokakuuta lokakuu | marraskuuta marraskuu | joulukuuta joulukuu
hu: január jan | február febr | március márc | április ápr | május máj | június jún | július júl | augusztus aug | szeptember szept | október okt | november nov | december dec
ro: ianuarie ian | februarie feb | martie mar | aprilie apr | mai | iunie iun | iulie iul | august aug | septembrie sept | octombrie oct | noiembrie nov | decembrie dec
hr: siječnja siječanj | veljače veljača | ožujka ožujak | travnja travanj | svibnja svibanj | lipnja lipanj | srpnja srpanj | kolovoza kolovoz | rujna rujan | listopada | studenoga studeni studenog | prosinca prosinac
sl: januarja januar | februarja februar | marca marec | aprila april | maja maj | junija junij | julija julij | avgusta avgust | septembra september | oktobra oktober | novembra november | decembra december
lt: sausio sausis | vasario vasaris | kovo kovas | balandžio balandis | gegužės gegužė | birželio birželis | liepos liepa | rugpjūčio rugpjūtis | rugsėjo rugsėjis | spalio spalis | lapkričio lapkritis | gruodžio gruodis
lv: janvāris janvārī janvāra | februāris februārī februāra | marts martā marta | aprīlis aprīlī aprīļa | maijs maijā maija | jūnijs jūnijā jūnija | jūlijs jūlijā jūlija | augusts augustā augusta | septembris septembrī septembra | oktobris oktobrī oktobra | novembris novembrī novembra | decembris decembrī decembra
et: jaanuar | veebruar | märts | aprill | mai | juuni | juuli | august | september | oktoober | november | detsember
tr: ocak | şubat | mart | nisan | mayıs | haziran | temmuz | ağustos | eylül | ekim | kasım | aralık
ru: января январь | февраля февраль | марта март | апреля апрель | мая май | июня июнь | июля июль | августа август | сентября сентябрь | октября октябрь | ноября ноябрь | декабря декабрь
uk: січня січень | лютого лютий | березня березень | квітня квітень | травня травень | червня червень | липня липень | серпня серпень | вересня вересень | жовтня жовтень | листопада листопад | грудня грудень
bg: януари | февруари | март | април | май | юни | юли | август | септември | октомври | ноември | декември
el: ιανουαρίου ιανουάριος | φεβρουαρίου φεβρουάριος | μαρτίου μάρτιος | απριλίου απρίλιος | μαΐου μαϊου μάιος | ιουνίου ιούνιος | ιουλίου ιούλιος | αυγούστου αύγουστος | σεπτεμβρίου σεπτέμβριος | οκτωβρίου οκτώβριος | νοεμβρίου νοέμβριος | δεκεμβρίου δεκέμβριος
ca: gener | febrer | març | abril | maig | juny | juliol | agost | setembre | octubre | novembre | desembre
id: januari | februari | maret | april | mei | juni | juli | agustus | september | oktober | november | desember
he: ינואר | פברואר | מרץ מרס | אפריל | מאי | יוני | יולי | אוגוסט | ספטמבר | אוקטובר | נובמבר | דצמבר
ar: يناير | فبراير | مارس | أبريل ابريل | مايو | يونيو | يوليو | أغسطس اغسطس | سبتمبر | أكتوبر اكتوبر | نوفمبر | ديسمبر
"""


def _table() -> dict[str, int]:
    table: dict[str, int] = {}
    for line in _NAMES.strip().splitlines():
        for month, names in enumerate(line.partition(":")[2].split("|"), 1):
            for name in names.split():
                table.setdefault(name, month)
    return table


# Polish and Czech call November what Croatian calls October; the wider use wins.
MONTHS = _table()
