// Imports into the event store of this machine, while no server runs on it.
#include "import_into_store.hpp"

#include "footfall/api/import_line.hpp"
#include "footfall/customer/admission.hpp"
#include "footfall/customer/catalogue_keeper.hpp"
#include "footfall/events/import_label.hpp"
#include "footfall/identity/user_hasher.hpp"
#include "footfall/store/engines.hpp"
#include "footfall/store/event_log.hpp"
#include "footfall/store/user_key_file.hpp"

#include "line_identities.hpp"

#include <fmt/format.h>
#include <boost/smart_ptr/make_shared.hpp>

#include <limits>
#include <string>
#include <vector>

namespace footfall::commands {

namespace {

// One transaction. Import ids are random, so that a group writes most pages of their index: with 20,000
// events the pages are written ten times less often than with 2,000, and a million events took 5 s instead of
// 24 s.
constexpr std::size_t group_events = 20'000;
// Only one group waits at a time; a line can add up to a list of items more than the group.
constexpr std::int64_t recover_interval_ms = 1'000;
constexpr std::size_t queue_events = 2 * group_events;
constexpr std::size_t queue_bytes = std::numeric_limits<std::size_t>::max();

// From records to events of one customer.
class record_events {
 public:
  record_events(const customer::customer_settings& shop, customer_number number,
                const identity::secret_key& key, const clock& time)
      : hasher_(key), context_(api::reading_context_of(shop, number, hasher_)), time_(time) {}

  void begin_file() { identities_ = {}; }

  /// Appends the events of a record. Errors: what is wrong with it.
  result<void> read(import_record& record, std::vector<events::event>& out) {
    const auto members = record.members.all();
    // The same number that a server gives to a line which import-events has sent with this id.
    const auto own_id = api::find_member(members, "id").empty()
                            ? hasher_.line_id(context_.customer_id, identities_.next(record.content))
                            : 0;
    return api::read_import_members(members, context_, time_.wall_ms(), own_id, out);
  }

  [[nodiscard]] customer_number number() const noexcept { return context_.number; }

 private:
  const identity::user_hasher hasher_;
  const events::reading_context context_;
  const clock& time_;
  line_identities identities_;
};

class store_sink final : public import_sink {
 public:
  store_sink(std::unique_ptr<store::event_store> store, const customer::customer_settings& shop,
             customer_number number, const identity::secret_key& key, std::uint32_t label, const clock& time)
      : store_(std::move(store)),
        owner_(boost::make_shared<customer::customer>(
            number, boost::make_shared<const customer::customer_settings>(shop))),
        log_(
            *store_, queue_events, queue_bytes,
            [this](const store::commit_report& report) {
              for (const auto& each : report.events) customer::note_for_admission(*owner_, each);
            },
            recover_interval_ms,
            [this](std::span<events::event> batch) { return customer::admit(customers_, batch); }),
        events_(shop, number, key, time),
        label_(label) {
    customers_.add(owner_);
  }

  /// Learns from the store who has opted out, which orders it has, and which items got other ids. To be
  /// called once, before `add`.
  result<void> read_log() {
    auto entities = store_->make_entity_reader();
    if (!entities) return entities.error();
    auto transfers =
        customer::stored_transfers(**entities, owner_->number, *owner_->settings.load(), owner_->items);
    if (!transfers) return transfers.error();
    if ((*transfers)->size() != 0) owner_->transfers.publish(std::move(*transfers));
    const auto log = store_->make_reader();
    if (!log) return log.error();
    return customer::read_for_admission(**log, *owner_);
  }

  void begin_file() override { events_.begin_file(); }

  result<void> add(std::string_view file, import_record& record, import_summary& summary) override {
    const auto before = group_.size();
    auto read = events_.read(record, group_);
    if (read) read = customer::drop_opted_out(owner_->opt_outs, before, group_);
    if (!read) summary.reject(file, record.line, read.error().detail());
    for (auto index = before; index < group_.size(); ++index) {
      events::mark_import(group_[index], label_);
      summary.note_time(group_[index].time_ms);
    }
    return group_.size() < group_events ? result<void>{} : flush(summary);
  }

  result<void> flush(import_summary& summary) override {
    if (group_.empty()) return {};
    const auto count = group_.size();
    const auto stored = log_.append_and_wait(group_);
    if (!stored) return stored.error();
    summary.repeated += stored->repeated.size();
    summary.accepted += count - stored->repeated.size();
    return {};
  }

 private:
  const std::unique_ptr<store::event_store> store_;
  const customer::customer_directory::pointer owner_;
  customer::customer_directory customers_;  // that one
  store::event_log log_;
  record_events events_;
  const std::uint32_t label_;
  std::vector<events::event> group_;
};

class checking_sink final : public import_sink {
 public:
  checking_sink(const customer::customer_settings& shop, const clock& time) : events_(shop, {}, {}, time) {}

  void begin_file() override { events_.begin_file(); }

  result<void> add(std::string_view file, import_record& record, import_summary& summary) override {
    group_.clear();
    if (const auto read = events_.read(record, group_); !read)
      summary.reject(file, record.line, read.error().detail());
    summary.accepted += group_.size();
    for (const auto& each : group_) summary.note_time(each.time_ms);
    return {};
  }

  result<void> flush(import_summary&) override { return {}; }

 private:
  record_events events_;
  std::vector<events::event> group_;
};

}  // namespace

result<std::unique_ptr<import_sink>> open_store_sink(const settings::application_settings& settings,
                                                     const customer::customer_settings& shop,
                                                     const std::filesystem::path& data_directory,
                                                     std::uint32_t label, const clock& time) {
  std::error_code failed;
  std::filesystem::create_directories(data_directory, failed);
  if (failed)
    return failure{error::io_failed,
                   fmt::format("{}: cannot be made: {}", data_directory.string(), failed.message())};
  auto store = store::open_store(settings.store, data_directory);
  if (!store) return store.error();
  const auto key = store::open_user_key(**store, data_directory / "user.key");
  if (!key) return key.error();
  const auto number = (*store)->number_of(shop.id);
  if (!number) return number.error();
  auto sink = std::make_unique<store_sink>(std::move(*store), shop, *number, *key, label, time);
  if (const auto read = sink->read_log(); !read) return read.error();
  return sink;
}

std::unique_ptr<import_sink> make_checking_sink(const customer::customer_settings& shop, const clock& time) {
  return std::make_unique<checking_sink>(shop, time);
}

}  // namespace footfall::commands
