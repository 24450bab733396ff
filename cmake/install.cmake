# cmake --install: the headers, and a package that find_package(handgrad) finds.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# Nothing here depends on the architecture, so the package goes under share/ and not under lib/.
set(handgrad_package_dir "${CMAKE_INSTALL_DATADIR}/cmake/handgrad")

install(TARGETS handgrad handgrad_native handgrad_avx2 EXPORT handgradTargets)
install(DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}/include/" DESTINATION include FILES_MATCHING PATTERN "*.hpp")
install(FILES "${CMAKE_CURRENT_SOURCE_DIR}/cmake/handgrad_embed.cmake" "${CMAKE_CURRENT_SOURCE_DIR}/tools/embed.cpp"
        DESTINATION "${handgrad_package_dir}")
install(PROGRAMS "${CMAKE_CURRENT_SOURCE_DIR}/tools/handgrad-embed" TYPE BIN)
install(FILES "${CMAKE_CURRENT_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(EXPORT handgradTargets NAMESPACE handgrad:: DESTINATION "${handgrad_package_dir}")

configure_package_config_file(
    "${CMAKE_CURRENT_LIST_DIR}/handgradConfig.cmake.in" "${CMAKE_CURRENT_BINARY_DIR}/handgradConfig.cmake"
    INSTALL_DESTINATION "${handgrad_package_dir}"
)
# Before 1.0 a minor release may change the interface.
write_basic_package_version_file(
    "${CMAKE_CURRENT_BINARY_DIR}/handgradConfigVersion.cmake" COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT
)
install(
    FILES "${CMAKE_CURRENT_BINARY_DIR}/handgradConfig.cmake"
          "${CMAKE_CURRENT_BINARY_DIR}/handgradConfigVersion.cmake"
    DESTINATION "${handgrad_package_dir}"
)
