//! What a roster's column can mean. Rule files name fields by these words; checks ask for them by these names.

use crate::masking::{hidden, masked};

/// What the cells of a field hold; it decides how their text is read, and how it is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// A person's identity number.
    Id,
    /// Yuan.
    Money,
    Day,
    /// A month, or a first and a last month.
    Months,
    /// A number of people, or of months.
    Count,
    YesNo,
    Account,
    Phone,
    /// A certificate whose number holds its owner's identity number.
    Certificate,
}

/// Whose property a cell is when a household takes several rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    Row,
    /// Written once for the household, or repeated on each of its rows: never added up.
    Household,
}

macro_rules! fields {
    ($($(#[$about:meta])* $variant:ident $name:literal $kind:ident $owner:ident,)*) => {
        /// A meaning that a column can have, in every programme the same.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field { $($(#[$about])* $variant,)* }

        impl Field {
            pub const ALL: &[Field] = &[$(Field::$variant,)*];

            /// The word rule files use.
            pub fn name(self) -> &'static str {
                match self { $(Field::$variant => $name,)* }
            }

            #[inline(always)]
            pub fn kind(self) -> Kind {
                match self { $(Field::$variant => Kind::$kind,)* }
            }

            pub fn owner(self) -> Owner {
                match self { $(Field::$variant => Owner::$owner,)* }
            }
        }
    };
}

fields! {
    Sequence "sequence" Text Row,
    /// What a case register calls a case by.
    CaseNumber "case-number" Text Row,
    County "county" Text Row,
    Township "township" Text Row,
    Village "village" Text Row,
    /// A place whose level the header leaves open (地区).
    Region "region" Text Row,
    Address "address" Text Row,
    /// Where the household is registered.
    Registered "registered" Text Row,
    Hukou "hukou" Text Row,
    HouseholdNumber "household-number" Text Household,
    HeadName "head-name" Text Household,
    HeadId "head-id" Id Household,
    HeadCovered "head-covered" YesNo Household,
    Name "name" Text Row,
    Id "id" Id Row,
    Relation "relation" Text Row,
    Covered "covered" YesNo Row,
    MemberName "member-name" Text Row,
    MemberId "member-id" Id Row,
    Sex "sex" Text Row,
    Ethnicity "ethnicity" Text Row,
    Birth "birth" Day Row,
    /// A birth date without its day (出生年月).
    BirthMonth "birth-month" Months Row,
    Age "age" Text Row,
    Phone "phone" Phone Row,
    HouseholdSize "household-size" Count Household,
    CoveredSize "covered-size" Count Household,
    Class "class" Text Row,
    /// What the person is to other programmes: dibao, destitute, orphan …
    ClassOfPerson "class-of-person" Text Row,
    /// Whether the person has support for the destitute, or care paid by the work-injury fund.
    IsDestitute "is-destitute" YesNo Row,
    HasInjuryCare "has-injury-care" YesNo Row,
    /// Urgent, expenditure or small temporary assistance.
    TemporaryKind "temporary-kind" Text Row,
    MedicalKind "medical-kind" Text Row,
    DisasterKind "disaster-kind" Text Row,
    /// What was decided: approved or refused.
    Decision "decision" Text Row,
    /// Who decided: the county, or a township it handed the power down to.
    DecidedBy "decided-by" Text Row,
    /// How far the household's income varies.
    IncomeKind "income-kind" Text Row,
    /// The disaster a row of aid answers.
    Event "event" Text Row,
    Damage "damage" Text Row,
    Rooms "rooms" Count Row,
    VeteranClass "veteran-class" Text Row,
    VeteranNature "veteran-nature" Text Row,
    VeteranGrade "veteran-grade" Text Row,
    OrphanCare "orphan-care" Text Row,
    GrantKind "grant-kind" Text Row,
    DisabilityCategory "disability-category" Text Row,
    DisabilityGrade "disability-grade" Text Row,
    DisabilityCertificate "disability-certificate" Certificate Row,
    CareLevel "care-level" Text Row,
    SupportForm "support-form" Text Row,
    /// What has become of a child's parents.
    FatherState "father-state" Text Row,
    MotherState "mother-state" Text Row,
    /// How what a list says stands: valid, expired, cancelled, paid, failed.
    State "state" Text Row,
    /// Whether an entry of a roster still holds, as its row says: paid on, or stopped.
    EntryState "entry-state" Text Row,
    Labour "labour" Text Row,
    Marriage "marriage" Text Row,
    GuardianName "guardian-name" Text Row,
    GuardianId "guardian-id" Id Row,
    Tier "tier" Text Row,
    Method "method" Text Row,
    Cause "cause" Text Row,
    Disease "disease" Text Row,
    Hospital "hospital" Text Row,
    Certificate "certificate" Text Row,
    Standard "standard" Money Row,
    /// Assistance for one month.
    MonthlyAmount "monthly-amount" Money Household,
    /// The supplement for classes of people in special difficulty (分类施保).
    ClassifiedAmount "classified-amount" Money Household,
    OtherAmount "other-amount" Money Household,
    /// Basic living of destitute people.
    BasicAmount "basic-amount" Money Row,
    /// Care of destitute people.
    CareAmount "care-amount" Money Row,
    /// Paid later than due.
    Arrears "arrears" Money Row,
    MonthsPaid "months-paid" Count Household,
    /// What this row is paid in all.
    Amount "amount" Money Row,
    Income "income" Money Row,
    /// Income of a month per member of the household.
    IncomePerHead "income-per-head" Money Row,
    /// The same of a year.
    IncomePerHeadYear "income-per-head-year" Money Row,
    /// Pension or wage of a month, in a list.
    MonthlyIncome "monthly-income" Money Row,
    CostTotal "cost-total" Money Row,
    CostEligible "cost-eligible" Money Row,
    InsurancePaid "insurance-paid" Money Row,
    MajorInsurancePaid "major-insurance-paid" Money Row,
    SelfPaid "self-paid" Money Row,
    Period "period" Months Row,
    StartMonth "start-month" Months Row,
    EndMonth "end-month" Months Row,
    Applied "applied" Day Row,
    /// The applicant was told which papers are missing, and brought them.
    SupplementAsked "supplement-asked" Day Row,
    Supplemented "supplemented" Day Row,
    Accepted "accepted" Day Row,
    /// The survey of circumstances began.
    SurveyBegun "survey-begun" Day Row,
    /// The township asked the county to compare its information, and the county began.
    ComparisonAsked "comparison-asked" Day Row,
    ComparisonBegun "comparison-begun" Day Row,
    Surveyed "surveyed" Day Row,
    /// The democratic evaluation in the village.
    Evaluated "evaluated" Day Row,
    /// The township's notice, where the header says that it is the township's.
    TownshipPostedFrom "township-posted-from" Day Row,
    TownshipPostedUntil "township-posted-until" Day Row,
    PostedFrom "posted-from" Day Row,
    PostedUntil "posted-until" Day Row,
    /// The township's opinion and the file reached the county.
    OpinionReceived "opinion-received" Day Row,
    Decided "decided" Day Row,
    /// The decision was made known in the village.
    Published "published" Day Row,
    /// The applicant was told of a refusal.
    Notified "notified" Day Row,
    /// Somebody objected to what was posted, and the objection was decided.
    Objected "objected" Day Row,
    Rechecked "rechecked" Day Row,
    /// Why the limit of a step was extended.
    ExtendedFor "extended-for" Text Row,
    /// Urgent aid was given first, and its papers were completed.
    Aided "aided" Day Row,
    PapersCompleted "papers-completed" Day Row,
    Paid "paid" Day Row,
    /// The last review of the household's circumstances.
    Reviewed "reviewed" Day Row,
    /// The last time the person was seen to be alive and entitled.
    Recertified "recertified" Day Row,
    /// A member of the household died, and its aid was adjusted.
    MemberDied "member-died" Day Row,
    Adjusted "adjusted" Day Row,
    /// A change in how far somebody can care for himself was reported, and assessed.
    CareReported "care-reported" Day Row,
    Reassessed "reassessed" Day Row,
    /// Somebody objected to the notice that aid is to end, and that was decided.
    StopObjected "stop-objected" Day Row,
    StopDecided "stop-decided" Day Row,
    /// The last day of the card of disability.
    CertificateUntil "certificate-until" Day Row,
    /// The county's own visit to the home.
    Visited "visited" Day Row,
    /// The day a stop was verified on the spot.
    Verified "verified" Day Row,
    /// When what a list says begins: died, imprisoned, registered, retired.
    Since "since" Day Row,
    /// When it ends: released, valid until, end of term.
    Until "until" Day Row,
    StopReason "stop-reason" Text Row,
    Evidence "evidence" Text Row,
    /// What a list says is held: a plate, a firm, a flat.
    Asset "asset" Text Row,
    /// As what: legal representative, shareholder, owner.
    Role "role" Text Row,
    /// Where the person is registered: a county's name or code.
    RegisteredCounty "registered-county" Text Row,
    /// The official or committee member a relative is declared by.
    OfficialName "official-name" Text Row,
    OfficialId "official-id" Id Row,
    /// Whether the household is recorded as relatives of staff.
    KinRecorded "kin-recorded" YesNo Row,
    /// The programme a row of a list is about.
    ProgrammeName "programme-name" Text Row,
    Households "households" Count Row,
    Persons "persons" Count Row,
    Visits "visits" Count Row,
    Admitted "admitted" Day Row,
    Discharged "discharged" Day Row,
    Payee "payee" Text Row,
    /// Of whoever holds the account: their number, and what they are to whom the row is for.
    PayeeId "payee-id" Id Row,
    PayeeRelation "payee-relation" Text Row,
    Bank "bank" Text Row,
    Account "account" Account Row,
    Signature "signature" Text Row,
    Note "note" Text Row,
}

impl Field {
    pub const COUNT: usize = Field::ALL.len();

    /// Whether what its cells say adds up: money and numbers, but not what holds for each of those it is said of.
    pub fn adds_up(self) -> bool {
        let is_for_each =
            matches!(self, Field::Standard | Field::MonthsPaid | Field::IncomePerHead | Field::IncomePerHeadYear);
        matches!(self.kind(), Kind::Money | Kind::Count) && !is_for_each
    }

    pub fn named(name: &str) -> Option<Field> {
        Field::ALL.iter().copied().find(|field| field.name() == name)
    }

    pub fn index(self) -> usize {
        self as usize
    }
}

impl Kind {
    /// Whether its cells are words, taken as they stand.
    pub fn is_words(self) -> bool {
        matches!(self, Kind::Text | Kind::Account | Kind::Phone | Kind::Certificate)
    }

    /// A cell's text as people may see it; `reveal` shows all of it.
    pub fn shown(self, text: &str, reveal: bool) -> String {
        match self {
            _ if reveal => text.to_owned(),
            Kind::Id | Kind::Certificate => masked(text, 6, 2),
            Kind::Account => masked(text, 0, 4),
            Kind::Phone => masked(text, 3, 4),
            // A number that strayed into another column is somebody's all the same.
            _ => hidden(text),
        }
    }
}
