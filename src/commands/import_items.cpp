// `footfall import-items`: files to items, a report for people, and the store.
#include "import_items.hpp"

#include "footfall/catalog_import/read_settings.hpp"
#include "footfall/core/clock.hpp"
#include "footfall/feeds/feed_run.hpp"
#include "footfall/feeds/feed_settings.hpp"
#include "footfall/feeds/tracked_share.hpp"
#include "footfall/settings/read_settings.hpp"

#include "configured_customer.hpp"
#include "items_into_store.hpp"
#include "output.hpp"
#include "progress.hpp"
#include "report_failure.hpp"

#include <fmt/format.h>

#include <unistd.h>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <functional>
#include <memory>

namespace footfall::commands {

namespace {

using catalog_import::feed_contents;
using catalog_import::feed_settings;
using catalog_import::import_mode;
using catalog_import::remark;

constexpr std::size_t remarks_shown = 20;

struct close_file {
  void operator()(std::FILE* file) const noexcept {
    if (file != stdin && file != stdout) std::fclose(file);
  }
};
using file_handle = std::unique_ptr<std::FILE, close_file>;

failure cannot(std::string_view what, const std::string& name) {
  return {error::io_failed, fmt::format("cannot {} {}: {}", what, name, std::strerror(errno))};
}

result<std::string> read_file(const std::string& name) {
  const file_handle file(name == "-" ? stdin : std::fopen(name.c_str(), "rb"));
  if (!file) return cannot("open", name);
  std::string bytes;
  std::vector<char> piece(1U << 20);
  while (const auto count = std::fread(piece.data(), 1, piece.size(), file.get()))
    bytes.append(piece.data(), count);
  if (std::ferror(file.get()) != 0) return cannot("read", name);
  return bytes;
}

// Where `--items-out` and its like go; null when they go nowhere.
result<file_handle> open_output(const std::string& name) {
  if (name.empty()) return file_handle{};
  file_handle file(name == "-" ? stdout : std::fopen(name.c_str(), "wb"));
  if (!file) return cannot("write", name);
  return file;
}

void write_items(std::FILE* to, const catalog::packed_items& items) {
  std::string line;
  for (const auto& item : items) {
    line.clear();
    append_json(line, item);
    line += '\n';
    std::fwrite(line.data(), 1, line.size(), to);
  }
}

void write_remarks(std::FILE* to, const std::vector<remark>& remarks) {
  for (const auto& each : remarks) print_to(to, "{}\t{}\t{}\n", each.place, each.field, each.reason);
}

void show_remarks(const std::string& file, const std::vector<remark>& remarks, std::uint64_t all) {
  for (std::size_t index = 0; index < remarks.size() && index < remarks_shown; ++index)
    tell("{}\n", catalog_import::to_sentence(file, remarks[index]));
  if (all > remarks_shown) tell("and {} more\n", all - remarks_shown);
}

void show_report(const std::string& file, const feed_contents& read) {
  const auto& report = read.report;
  if (report.verdict) {
    tell("{}\nThe feed is refused as a whole.\n", catalog_import::to_sentence(file, *report.verdict));
    return;
  }
  if (report.tracked)
    tell("{}: knows {} of {} items that were tracked lately, the catalogue before it {}\n", file,
         report.tracked->known, report.tracked->items, report.tracked->known_before);
  show_remarks(file, report.refusals, report.refused);
  show_remarks(file, report.warnings, report.warned);
  tell("{}: {} ({}), {}", file, report.format, report.format_given ? "given" : "recognised", report.encoding);
  if (report.repaired_bytes > 0) tell(" with {} bytes of windows-1252", report.repaired_bytes);
  if (!report.separator.empty()) tell(", separator {}", report.separator);
  if (!report.decimal.empty()) tell(", decimal sign {}", report.decimal);
  if (!report.columns_as_attributes.empty())
    tell(", attributes from {}", fmt::join(report.columns_as_attributes, ", "));
  tell("\n{}: {} records, {} items, {} refused, {} with a warning\n", file, report.records, read.items.size(),
       report.refused, report.warned);
}

// The customer's settings, then the file of `--settings`, then the options.
result<feed_settings> settings_of(const import_items_options& options,
                                  const customer::customer_settings* shop) {
  auto settings = shop != nullptr ? feeds::reading_defaults(*shop) : feed_settings();
  if (!options.settings_file.empty()) {
    const auto text = read_file(options.settings_file);
    if (!text) return text.error();
    auto read = catalog_import::read_feed_settings(*text, settings);
    if (!read) return read.error();
    settings = std::move(*read);
  }
  if (!options.format.empty()) settings.format = options.format;
  for (const auto& [field, column] : options.columns) settings.columns[field] = column;
  return settings;
}

struct outputs {
  file_handle items, refused, warned;
};

result<outputs> open_outputs(const import_items_options& options) {
  auto items = open_output(options.items_out);
  if (!items) return items.error();
  auto refused = open_output(options.refused_out);
  if (!refused) return refused.error();
  auto warned = open_output(options.warned_out);
  if (!warned) return warned.error();
  return outputs{std::move(*items), std::move(*refused), std::move(*warned)};
}

void write_outputs(const outputs& to, const feed_contents& read) {
  const auto& report = read.report;
  if (to.items && !report.verdict) write_items(to.items.get(), read.items);
  if (to.refused)
    write_remarks(to.refused.get(), report.verdict ? std::vector{*report.verdict} : report.refusals);
  if (to.warned && !report.verdict) write_remarks(to.warned.get(), report.warnings);
}

// What all files hold together.
struct all_feeds {
  std::vector<feeds::feed_run> runs;  // one for each file, for a report as JSON
  std::vector<catalog::packed_items> items;
  import_mode mode = import_mode::full;
  std::uint64_t refused = 0;
  bool accepted = true;
};

feeds::feed_run run_of(const std::string& file, const feed_contents& read, std::int64_t begun_ms,
                       std::int64_t ended_ms) {
  feeds::feed_run run;
  run.source = file;
  run.begun_ms = begun_ms;
  run.duration_ms = ended_ms - begun_ms;
  run.outcome = read.report.verdict ? feeds::run_outcome::refused : feeds::run_outcome::checked;
  if (read.report.verdict) run.reason = catalog_import::to_sentence(file, *read.report.verdict);
  catalog_import::append_json(run.report, read.report);
  return run;
}

// May refuse what was read of a file.
using feed_check = std::function<result<void>(feed_contents&)>;

// What a step of a long import shows on a terminal, and now and then elsewhere.
class shown_step {
 public:
  explicit shown_step(std::string_view what) { figures_.what = what; }
  shown_step(std::string_view what, std::size_t total) : figures_{0, total, 0, what} {}
  ~shown_step() { shown_.finish(); }
  shown_step(const shown_step&) = delete;
  shown_step& operator=(const shown_step&) = delete;

  void count_one() {
    figures_.done = ++figures_.counted;
    shown_.update(figures_);
  }

 private:
  const system_clock time_;
  progress_figures figures_;
  progress shown_{stderr, isatty(STDERR_FILENO) != 0, time_};
};

feed_contents read_with_progress(std::string bytes, const feed_settings& settings) {
  shown_step shown("records");
  return catalog_import::read_feed(std::move(bytes), settings, [&](std::uint64_t) { shown.count_one(); });
}

result<all_feeds> read_feeds(const import_items_options& options, const feed_settings& settings,
                             const feed_check& check = {}) {
  const auto to = open_outputs(options);
  if (!to) return to.error();
  const system_clock time;
  all_feeds all;
  for (const auto& name : options.files) {
    auto bytes = read_file(name);
    if (!bytes) return bytes.error();
    const auto begun_ms = time.wall_ms();
    auto read = read_with_progress(std::move(*bytes), settings);
    if (check && !read.report.verdict)
      if (auto checked = check(read); !checked) return checked.error();
    if (options.json_report)
      all.runs.push_back(run_of(name, read, begun_ms, time.wall_ms()));
    else
      show_report(name, read);
    write_outputs(*to, read);
    all.accepted = all.accepted && !read.report.verdict;
    all.refused += read.report.refused;
    all.mode = read.mode;
    all.items.push_back(std::move(read.items));
  }
  if (options.mode) all.mode = *options.mode;
  return all;
}

// Files are stored together: what changed stands in the last of their runs.
void print_runs(all_feeds& all, const feeds::stored_items* stored) {
  std::string line;
  for (auto& run : all.runs) {
    if (stored != nullptr && run.outcome == feeds::run_outcome::checked) {
      run.outcome = feeds::run_outcome::published;
      if (&run == &all.runs.back()) run.items = *stored;
    }
    line.clear();
    append_json(line, run);
    print("{}\n", line);
  }
}

exit_status status_of(const all_feeds& all) {
  if (!all.accepted) return failed;
  return all.refused > 0 ? partly : success;
}

// The items of all files, with a step of progress each time that they are gone over.
feeds::item_source source_of(const all_feeds& all) {
  return [&all](const auto& visit) {
    std::size_t total = 0;
    for (const auto& items : all.items) total += items.size();
    shown_step shown("items", total);
    for (const auto& items : all.items)
      for (const auto& item : items) {
        visit(item);
        shown.count_one();
      }
  };
}

exit_status try_feeds(const import_items_options& options, const customer::customer_settings* shop) {
  const auto settings = settings_of(options, shop);
  if (!settings) return report_failure(settings.error());
  auto all = read_feeds(options, *settings);
  if (!all) return report_failure(all.error());
  print_runs(*all, nullptr);
  return status_of(*all);
}

exit_status store_feeds(const import_items_options& options,
                        const settings::application_settings& application,
                        const customer::customer_settings& shop) {
  auto settings = settings_of(options, &shop);
  if (!settings) return report_failure(settings.error());
  const auto to = opened_item_store::open(application, shop, options.data_directory);
  if (!to) return report_failure(to.error());
  const bool replaces = options.mode != import_mode::update;
  if (replaces && !options.allow_shrink && options.files.size() == 1) {
    const auto before = (*to)->items().count(settings->type);
    if (!before) return report_failure(before.error());
    settings->items_before = *before;
  }
  const auto knows_tracked_ids = [&](feed_contents& read) -> result<void> {
    if (options.mode.value_or(read.mode) != import_mode::full) return {};
    const auto share = (*to)->tracked_share(read.items, system_clock().wall_ms());
    if (!share) return share.error();
    read.report.tracked = *share;
    read.report.verdict = feeds::verdict_on(*share);
    return {};
  };
  auto all = read_feeds(options, *settings,
                        settings->items_before != 0 ? feed_check(knows_tracked_ids) : feed_check());
  if (!all) return report_failure(all.error());
  if (!all->accepted) {
    print_runs(*all, nullptr);
    return failed;
  }
  const auto stored = (*to)->items().store(source_of(*all), all->mode);
  if (!stored) return report_failure(stored.error());
  print_runs(*all, &*stored);
  if (!options.json_report)
    print("{} items are new, {} changed, {} as before, {} gone\n", stored->added, stored->changed,
          stored->same, stored->removed);
  return status_of(*all);
}

}  // namespace

exit_status import_items(const import_items_options& options) {
  if (options.configuration.empty()) return try_feeds(options, nullptr);
  const auto settings = settings::read_settings_file(options.configuration);
  if (!settings) return report_failure(settings.error());
  const auto shop = find_customer(*settings, options.customer);
  if (!shop) return report_failure(shop.error());
  return options.dry_run ? try_feeds(options, *shop) : store_feeds(options, *settings, **shop);
}

}  // namespace footfall::commands
