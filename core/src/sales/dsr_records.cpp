#include "sales/dsr_records.hpp"

#include <algorithm>
#include <array>

namespace colophon::sales::dsr {
namespace {

constexpr std::array<std::string_view, 14> kTypes{"text", "integer", "decimal", "boolean", "date", "date_time", "isrc", "iswc", "icpn", "currency", "territory", "commercial_model", "use_type", "rights_type"};

// NAME, then "!" for a mandatory cell, "*" for one of several values, ":TYPE" for another type than text.
struct Text { std::string_view type, cells; };

constexpr std::string_view kHead =
    "MessageVersion! Profile! ProfileVersion! MessageId! MessageCreatedDateTime!:date_time FileNumber!:integer NumberOfFiles!:integer UsageStartDate!:date UsageEndDate!:date "
    "SenderPartyId! SenderName! ServiceDescription RecipientPartyId RecipientName RepresentedRepertoire*";
constexpr std::string_view kMusicalWork =
    "BlockId! DspWorkId! ISWC:iswc Title! SubTitle ComposerAuthor* ComposerAuthorPartyId* Arranger* ArrangerPartyId* MusicPublisher* MusicPublisherPartyId* WorkContributor* "
    "WorkContributorPartyId* DataProvider ProprietaryWorkId";

constexpr Text kUgc[] = {
    {"HEAD", kHead},
    {"FOOT", "NumberOfLinesInFile!:integer NumberOfLinesInReport:integer NumberOfSummaryRecords!:integer NumberOfBlocksInFile!:integer NumberOfBlocksInRecord:integer"},
    {"SY02.01", "SummaryRecordId! DistributionChannel DistributionChannelDPID CommercialModel!:commercial_model UseType!:use_type Territory!:territory ServiceDescription! Usages!:integer Users:integer "
                "Currency!:currency NetRevenue!:decimal RightsController RightsControllerPartyId AllocatedUsages*:decimal AllocatedRevenue*:decimal AllocatedNetRevenue:decimal RightsType:rights_type"},
    {"SY04", "SummaryRecordId! DistributionChannel DistributionChannelDPID CommercialModel!:commercial_model UseType!:use_type Territory!:territory ServiceDescription! SubscriberType! Subscribers!:decimal "
             "SubPeriodStartDate:date SubPeriodEndDate:date UsagesInSubPeriod:integer UsagesInReportingPeriod:integer Currency!:currency ExchangeRateBaseCurrency:currency ExchangeRate:decimal "
             "ConsumerPaidUnitPrice!:decimal NetRevenue!:decimal"},
    {"SY05", "SummaryRecordId! DistributionChannel DistributionChannelDPID CommercialModel!:commercial_model UseType!:use_type Territory!:territory ServiceDescription RightsController RightsControllerPartyId "
             "RightsType!:rights_type TotalUsages:integer AllocatedUsages*:decimal MusicUsageRatio:decimal AllocatedRevenue*:decimal AllocatedNetRevenue:decimal RightsControllerMarketShare:decimal"},
    {"AS01", "BlockId! ResourceReference! DspResourceId! ISRC:isrc Title! SubTitle DisplayArtistName! DisplayArtistPartyId Duration! ResourceType!"},
    {"AS02.01", "BlockId! ResourceReference! DspResourceId! ISRC:isrc Title! SubTitle DisplayArtistName! DisplayArtistPartyId Duration! ResourceType! ISWC:iswc ComposerAuthor* ComposerAuthorPartyId* Arranger* "
                "ArrangerPartyId* MusicPublisher* MusicPublisherPartyId* WorkContributor* WorkContributorPartyId* ProprietaryWorkId"},
    {"MW01.01", kMusicalWork},
    {"RU01", "BlockId! SummaryRecordId! DspReleaseId!* Usages!*:integer"},
    {"RU02", "BlockId! SummaryRecordId! DspReleaseId! ReleaseTitle! ReleaseURL! Usages!:integer"},
    {"SU03.01", "BlockId! SalesTransactionId! SummaryRecordId DspReleaseId! Usages:integer NetRevenue!:decimal ValidityPeriodStart:date ValidityPeriodEnd:date"},
    {"LI01.01", "BlockId! SummaryRecordId RightsController! RightsControllerPartyId RightsControllerWorkId RightSharePercentage!:decimal RightsType:rights_type AllocatedNetRevenue!:decimal AllocatedAmount!:decimal"},
};

constexpr Text kBasicAudio[] = {
    {"HEAD", kHead},
    {"FOOT", "NumberOfLinesInFile!:integer NumberOfLinesInReport:integer NumberOfSummaryRecords!:integer NumberOfBlocksInFile!:integer NumberOfBlocksInReport:integer"},
    {"SY01.01", "SummaryRecordId! DistributionChannel DistributionChannelDPID CommercialModel!:commercial_model UseType!:use_type Territory!:territory ServiceDescription Usages!:integer Subscribers:decimal "
                "CurrencyOfReporting!:currency NetRevenue!:decimal IndirectNetRevenue:decimal CurrencyOfTransaction:currency ExchangeRate:decimal"},
    {"SY02.02", "SummaryRecordId! DistributionChannel DistributionChannelDPID CommercialModel!:commercial_model UseType!:use_type Territory!:territory ServiceDescription! Usages!:integer Users:integer "
                "CurrencyOfReporting!:currency NetRevenue!:decimal RightsController RightsControllerPartyId AllocatedUsages*:decimal AllocatedRevenue*:decimal AllocatedNetRevenue:decimal RightsType:rights_type "
                "ContentCategory! CurrencyOfTransaction:currency ExchangeRate:decimal RightsTypePercentage:decimal"},
    {"SY04.01", "SummaryRecordId! DistributionChannel DistributionChannelDPID CommercialModel!:commercial_model UseType!:use_type Territory!:territory ServiceDescription! SubscriberType! Subscribers!:decimal "
                "SubPeriodStartDate:date SubPeriodEndDate:date UsagesInSubPeriod:integer UsagesInReportingPeriod:integer CurrencyOfReporting!:currency CurrencyOfTransaction:currency ExchangeRate:decimal "
                "ConsumerPaidUnitPrice!:decimal NetRevenue!:decimal MusicUsagePercentage!:decimal"},
    {"SY05.02", "SummaryRecordId! DistributionChannel DistributionChannelDPID CommercialModel!:commercial_model UseType!:use_type Territory!:territory ServiceDescription RightsController RightsControllerPartyId "
                "RightsType!:rights_type TotalUsages:integer AllocatedUsages*:decimal MusicUsageRatio:decimal AllocatedNetRevenue*:decimal AllocatedRevenue:decimal RightsControllerMarketShare:decimal "
                "CurrencyOfReporting:currency CurrencyOfTransaction:currency ExchangeRate:decimal SubscriberType SubPeriodStartDate:date SubPeriodEndDate:date ContentCategory! RightsTypePercentage:decimal"},
    {"RE01", "BlockId! ReleaseReference! DspReleaseId! ProprietaryReleaseId* CatalogNumber ICPN:icpn DisplayArtistName! DisplayArtistPartyId Title! SubTitle ReleaseType Label PLine DataProvider"},
    {"RE02", "BlockId! ReleaseReference! DspSubReleaseId! ProprietarySubReleaseId* UsedResources!*"},
    {"AS01.01", "BlockId! ResourceReference! DspResourceId! ISRC*:isrc Title! SubTitle DisplayArtistName! DisplayArtistPartyId Duration ResourceType! IsMasterRecording:boolean"},
    {"AS02.02", "BlockId! ResourceReference! DspResourceId! ISRC*:isrc Title! SubTitle DisplayArtistName! DisplayArtistPartyId Duration ResourceType! ISWC:iswc ComposerAuthor* ComposerAuthorPartyId* Arranger* "
                "ArrangerPartyId* MusicPublisher* MusicPublisherPartyId* WorkContributor* WorkContributorPartyId* ProprietaryWorkId IsMasterRecording:boolean"},
    {"MW01.01", kMusicalWork},
    {"SU01", "BlockId! SummaryRecordId! SalesTransactionId! TransactedRelease TransactedResource IsRoyaltyBearing!:boolean SalesUpgrade!:boolean Usages!:integer Returns!:integer "
             "PriceConsumerPaidExcSalesTax:decimal PromotionalActivity"},
    {"SU02", "BlockId! SummaryRecordId! SalesTransactionId! TransactedRelease TransactedResource IsRoyaltyBearing:boolean NumberOfStreams!:integer PriceConsumerPaidExcSalesTax:decimal PromotionalActivity"},
};

using enum Phase;
constexpr Step kUgcSteps[] = {
    {start, "AS01", resource},    {start, "AS02.01", resource_with_works},    {resource, "MW01.01", resource},
    {resource, "AS01", resource}, {resource, "AS02.01", resource_with_works}, {resource_with_works, "AS01", resource},
    {resource_with_works, "AS02.01", resource_with_works},
    {resource, "RU01", usage},    {resource, "RU02", usage},                  {resource_with_works, "RU01", usage},
    {resource_with_works, "RU02", usage},                                     {usage, "RU01", usage},
    {usage, "RU02", usage},       {resource, "SU03.01", sale},                {resource_with_works, "SU03.01", sale},
    {usage, "SU03.01", sale},     {sale, "SU03.01", sale},                    {sale, "LI01.01", licensor},
    {licensor, "LI01.01", licensor}, {licensor, "MW01.01", licensor_works},   {licensor, "SU03.01", sale},
    {licensor_works, "LI01.01", licensor}, {licensor_works, "SU03.01", sale},
};
constexpr Phase kUgcEnds[] = {resource, resource_with_works, usage, sale, licensor, licensor_works};
constexpr Step kBasicAudioSteps[] = {
    {start, "RE01", release},        {start, "AS01.01", resource},    {start, "AS02.02", resource_with_works},
    {release, "AS01.01", resource},  {release, "AS02.02", resource_with_works},
    {resource, "MW01.01", works},    {works, "MW01.01", works},       {works, "AS01.01", resource},
    {works, "AS02.02", resource_with_works},                          {resource_with_works, "AS01.01", resource},
    {resource_with_works, "AS02.02", resource_with_works},            {works, "RE02", release_parts},
    {resource_with_works, "RE02", release_parts},                     {release_parts, "RE02", release_parts},
    {works, "SU01", sale},           {works, "SU02", sale},           {resource_with_works, "SU01", sale},
    {resource_with_works, "SU02", sale},                              {release_parts, "SU01", sale},
    {release_parts, "SU02", sale},   {sale, "SU01", sale},            {sale, "SU02", sale},
};
constexpr Phase kBasicAudioEnds[] = {sale};

CellSpec cell_of(std::string_view text) {
  CellSpec cell;
  if (const auto colon = text.find(':'); colon != text.npos) {
    cell.type = static_cast<CellType>(std::ranges::find(kTypes, text.substr(colon + 1)) - kTypes.begin());
    text = text.substr(0, colon);
  }
  for (; text.ends_with('!') || text.ends_with('*'); text.remove_suffix(1)) (text.ends_with('!') ? cell.required : cell.repeated) = true;
  cell.name = text;
  return cell;
}

std::vector<RecordSpec> records_of(std::span<const Text> texts) {
  std::vector<RecordSpec> records;
  for (auto [type, cells] : texts) {
    RecordSpec record{type, {}};
    while (!cells.empty()) {
      const auto end = std::min(cells.find(' '), cells.size());
      record.cells.push_back(cell_of(cells.substr(0, end)));
      cells.remove_prefix(std::min(end + 1, cells.size()));
    }
    records.push_back(std::move(record));
  }
  return records;
}

bool same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

constexpr std::string_view kCommercialModels =
    " AdvertisementSupportedModel AsPerContract DeviceFeeModel FreeOfChargeModel PayAsYouGoModel PerformanceRoyaltiesModel RightsClaimModel SubscriptionModel Unknown UserDefined ";
constexpr std::string_view kUseTypes =
    " AsPerContract Broadcast Cable ConditionalDownload ContentInfluencedStream Display Download Dub DubForAdvertisement DubForLivePerformance DubForMovies DubForMusicOnHold DubForPublicPerformance "
    "DubForRadio DubForTV ExtractForInternet KioskDownload Narrowcast NonInteractiveStream OnDemandStream Perform PerformAsMusicOnHold PerformInLivePerformance PerformInPublic PermanentDownload Playback "
    "PlayInPublic Podcast Print PrivateCopy PurchaseAsPhysicalProduct Rent Simulcast Stream TetheredDownload TimeInfluencedStream Unknown Use UseAsAlertTone UseAsDevice UseAsKaraoke UseAsRingbackTone "
    "UseAsRingbackTune UseAsRingtone UseAsRingtune UseAsScreensaver UseAsVoiceMail UseAsWallpaper UseForIdentification UseInMobilePhoneMessaging UseInPhoneListening UserDefined "
    "UserMakeAvailableLabelProvided UserMakeAvailableUserProvided Webcast ";
constexpr std::string_view kRightsTypes = " MakeAvailableRight MechanicalRight PerformingRight PrintRight ReproductionRight SynchronizationRight UserDefined ";

}  // namespace

std::string_view cell_type_name(CellType type) { return kTypes[static_cast<std::size_t>(type)]; }

int RecordSpec::place(std::string_view name) const {
  const auto found = std::ranges::find(cells, name, &CellSpec::name);
  return found == cells.end() ? -1 : static_cast<int>(found - cells.begin());
}

const RecordSpec* Profile::record(std::string_view type) const {
  const auto found = std::ranges::find(records, type, &RecordSpec::type);
  return found == records.end() ? nullptr : &*found;
}

std::optional<Phase> Profile::step(Phase from, std::string_view record) const {
  for (const auto& step : steps)
    if (step.from == from && step.record == record) return step.to;
  return std::nullopt;
}

std::span<const Profile> profiles() {
  static const std::array<Profile, 2> all{Profile{"BasicAudioProfile", "1.2", records_of(kBasicAudio), kBasicAudioSteps, kBasicAudioEnds},
                                          Profile{"UgcProfile", "1.1.1", records_of(kUgc), kUgcSteps, kUgcEnds}};
  return all;
}

const Profile* find_profile(std::string_view name, std::string_view version) {
  for (const auto& profile : profiles())
    if (same_name(profile.name, name) && profile.version == version) return &profile;
  return nullptr;
}

bool is_allowed(CellType type, std::string_view value) {
  const auto set = type == CellType::commercial_model ? kCommercialModels : type == CellType::use_type ? kUseTypes : type == CellType::rights_type ? kRightsTypes : std::string_view();
  if (set.empty() || value.contains(' ')) return set.empty();
  const auto found = set.find(value);
  for (auto at = found; at != set.npos; at = set.find(value, at + 1))
    if (at > 0 && set[at - 1] == ' ' && set[at + value.size()] == ' ') return true;
  return false;
}

}  // namespace colophon::sales::dsr
