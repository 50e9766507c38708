// `footfall serve` and `footfall check-config`.
#include "serve.hpp"

#include "footfall/server/application.hpp"
#include "footfall/settings/read_settings.hpp"

#include "output.hpp"
#include "report_failure.hpp"

namespace footfall::commands {

namespace {

// Also after SIGHUP: the command line and the environment win over the file each time.
result<settings::application_settings> read_with_overrides(const serve_options& options) {
  auto settings = settings::read_settings_file(options.configuration);
  if (!settings) return settings;
  if (!options.listen.empty()) settings->server.listen = options.listen;
  if (!options.admin_listen.empty()) settings->server.admin_listen = options.admin_listen;
  return settings;
}

}  // namespace

exit_status serve(const serve_options& options) {
  server::prepare_signals();
  server::give_back_large_memory();
  if (!options.core_dumps) server::forbid_core_dumps();
  set_up_logging(options.format, options.level);
  auto settings = read_with_overrides(options);
  if (!settings) return report_failure(settings.error());
  const auto served =
      server::serve({.settings = std::move(*settings),
                     .data_directory = options.data_directory,
                     .read_settings_again = [options] { return read_with_overrides(options); },
                     .lost_log_lines = lost_log_lines});
  return served ? success : report_failure(served.error());
}

exit_status check_configuration(const std::string& file) {
  const auto settings = settings::read_settings_file(file);
  if (!settings) return report_failure(settings.error());
  print("{}: correct, {} customers\n", file, settings->customers.size());
  for (const auto& shop : settings->customers)
    print("  {}: {} models, {} scenarios\n", shop.id, shop.models.size(), shop.scenarios.size());
  for (const auto& doubt : settings::doubts_about(*settings)) print("warning: {}\n", doubt);
  return success;
}

}  // namespace footfall::commands
